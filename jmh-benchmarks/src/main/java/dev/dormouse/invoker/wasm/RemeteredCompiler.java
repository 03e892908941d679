package dev.dormouse.invoker.wasm;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Compiles in the calling thread, and guests that count no fuel: to see what counting costs. No budget ends such a guest.
 */
public final class RemeteredCompiler implements ModuleCompiler {
    private static final String TICK_OWNER = Type.getInternalName(Tick.class);

    private final InProcessModuleCompiler compiler = new InProcessModuleCompiler();
    private final boolean interruptible;

    private RemeteredCompiler(boolean interruptible) {
        this.interruptible = interruptible;
    }

    /** Its guests have the check for interruption that the engine's compiler emits. */
    public static ModuleCompiler interruptible() {
        return new RemeteredCompiler(true);
    }

    /** Its guests have nothing in the places where fuel is counted. */
    public static ModuleCompiler unmetered() {
        return new RemeteredCompiler(false);
    }

    @Override
    public ModuleArtifact compile(byte[] module, Duration limit) throws ModuleRefused {
        return rewritten(compiler.compile(module, limit), interruptible);
    }

    @Override
    public void close() {
        compiler.close();
    }

    private static ModuleArtifact rewritten(ModuleArtifact artifact, boolean interruptible) {
        String shaded = artifact.mainClass().replace('.', '/') + "Shaded";
        Map<String, byte[]> classes = new HashMap<>();
        artifact.classes().forEach((name, bytes) -> classes.put(name, rewrite(bytes, interruptible ? shaded : "")));
        return new ModuleArtifact(artifact.facts(), artifact.skeleton(), artifact.mainClass(), classes);
    }

    private static byte[] rewrite(byte[] metered, String shaded) {
        ClassReader reader = new ClassReader(metered);
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(
                new ClassVisitor(Opcodes.ASM9, writer) {
                    @Override
                    public MethodVisitor visitMethod(
                            int access, String name, String descriptor, String signature, String[] exceptions) {
                        return new Untick(super.visitMethod(access, name, descriptor, signature, exceptions), shaded);
                    }
                },
                0);
        return writer.toByteArray();
    }

    /** Takes the argument of a tick from the stack and, if it is told in which class that stands, calls the check. */
    private static final class Untick extends MethodVisitor {
        private final String shaded;

        Untick(MethodVisitor next, String shaded) {
            super(Opcodes.ASM9, next);
            this.shaded = shaded;
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            if (!owner.equals(TICK_OWNER)) {
                super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
                return;
            }
            super.visitInsn(Opcodes.POP);
            if (!shaded.isEmpty()) {
                super.visitMethodInsn(Opcodes.INVOKESTATIC, shaded, "checkInterruption", "()V", false);
            }
        }
    }
}
