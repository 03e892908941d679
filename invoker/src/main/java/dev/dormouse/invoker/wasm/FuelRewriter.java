package dev.dormouse.invoker.wasm;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import run.endive.runtime.Memory;

/**
 * Makes compiled guests count fuel.
 *
 * <p>Endive's compiler emits a static call {@code checkInterruption()} at each backward jump and before each call.
 * Each becomes {@code Tick.tick(memory)}; the memory is a parameter of every method in which such a call stands. Before
 * tail calls it emits none, so that two functions that tail-call each other could never be stopped: there a tick is put
 * in front of the static call {@code setTailCall...}.
 *
 * <p>The JDK's class-file API widens each forward jump of a method that grows near 64 KiB and then fails; ASM does not.
 */
final class FuelRewriter extends ClassVisitor {
    private static final String CHECK = "checkInterruption";
    private static final String TAIL_CALL = "setTailCall";
    private static final String OWNER_SUFFIX = "Shaded";
    private static final String TICK_OWNER = Type.getInternalName(Tick.class);
    private static final String TICK = "tick";
    private static final String TICK_DESCRIPTOR = Type.getMethodDescriptor(Type.VOID_TYPE, Type.getType(Memory.class));
    private static final Type MEMORY = Type.getType(Memory.class);

    private final String className;

    private FuelRewriter(String className, ClassWriter writer) {
        super(Opcodes.ASM9, writer);
        this.className = className;
    }

    /**
     * Rewrites one class.
     *
     * @throws org.objectweb.asm.MethodTooLargeException if a method no longer fits into 64 KiB
     */
    static byte[] rewrite(byte[] compiled) {
        ClassReader reader = new ClassReader(compiled);
        ClassWriter writer = new ClassWriter(reader, 0);
        reader.accept(new FuelRewriter(reader.getClassName(), writer), ClassReader.EXPAND_FRAMES);
        return writer.toByteArray();
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, String signature, String[] exceptions) {
        MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
        MethodVisitor ticking = new Ticking(next, name, memorySlot(access, descriptor));
        return name.startsWith("call_indirect_") || name.equals("apply")
                ? new IndirectCalls(access, name, descriptor, cv, className, ticking)
                : ticking;
    }

    /** The local variable that holds the memory; -1 if the method is not given one. */
    private static int memorySlot(int access, String descriptor) {
        int slot = (access & Opcodes.ACC_STATIC) == 0 ? 1 : 0;
        int found = -1;
        for (Type parameter : Type.getArgumentTypes(descriptor)) {
            if (parameter.equals(MEMORY)) {
                found = slot;
            }
            slot += parameter.getSize();
        }
        return found;
    }

    private static final class Ticking extends MethodVisitor {
        private final String name;
        private final int memorySlot;

        Ticking(MethodVisitor next, String name, int memorySlot) {
            super(Opcodes.ASM9, next);
            this.name = name;
            this.memorySlot = memorySlot;
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String called, String descriptor, boolean isInterface) {
            if (!owner.endsWith(OWNER_SUFFIX)) {
                super.visitMethodInsn(opcode, owner, called, descriptor, isInterface);
            } else if (called.equals(CHECK)) {
                tick();
            } else {
                if (called.startsWith(TAIL_CALL)) {
                    tick();
                }
                super.visitMethodInsn(opcode, owner, called, descriptor, isInterface);
            }
        }

        private void tick() {
            if (memorySlot < 0) {
                throw new IllegalStateException("A compiled function is given the memory; " + name + " is not.");
            }
            super.visitVarInsn(Opcodes.ALOAD, memorySlot);
            super.visitMethodInsn(Opcodes.INVOKESTATIC, TICK_OWNER, TICK, TICK_DESCRIPTOR, false);
        }

        @Override
        public void visitMaxs(int maxStack, int maxLocals) {
            super.visitMaxs(maxStack + 1, maxLocals);
        }
    }
}
