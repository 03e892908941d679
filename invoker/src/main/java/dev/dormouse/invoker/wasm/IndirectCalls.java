package dev.dormouse.invoker.wasm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * A method of a compiled guest in which an indirect call is dispatched: its switch becomes a tree of small methods.
 *
 * <p>Endive's compiler ends an indirect call in one switch over all functions of the called type; in a Go module these
 * are thousands. C1 makes that switch a chain of comparisons, gives the method up at the tier that counts for C2, and so
 * the chain stays for ever: half of the time of such a guest went there. In the tree a method has {@value #FANOUT} cases
 * at most, functions or methods of the next level, and both compilers take it.
 *
 * <p>At the switch the function's arguments, the memory, the instance and the function's index are on the stack, and
 * each case calls a function and returns. For more than 1,024 functions the compiler has put the switch into a method of
 * its own, {@code apply}, that first loads its parameters; in Endive 1.0.0 from wrong places if one that is not the last
 * is 64 bits wide, which is put right here by the way.
 */
final class IndirectCalls extends MethodNode {
    private static final int FANOUT = 16;

    private final ClassVisitor owner;
    private final String ownerName;
    private final MethodVisitor next;

    /**
     * Collects a method, its frames expanded.
     *
     * @param owner gets the methods of the tree
     * @param next gets the method, without its switch if that has more than {@value #FANOUT} cases
     */
    IndirectCalls(
            int access, String name, String descriptor, ClassVisitor owner, String ownerName, MethodVisitor next) {
        super(Opcodes.ASM9, access, name, descriptor, null, null);
        this.owner = owner;
        this.ownerName = ownerName;
        this.next = next;
    }

    @Override
    public void visitEnd() {
        for (AbstractInsnNode instruction : instructions) {
            if (instruction instanceof LookupSwitchInsnNode found && found.keys.size() > FANOUT) {
                replace(found);
                break;
            }
        }
        accept(next);
    }

    private void replace(LookupSwitchInsnNode found) {
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < found.keys.size(); i++) {
            cases.add(new Case(found.keys.get(i), callAt(found.labels.get(i))));
        }
        Tree tree = new Tree(cases.getFirst().call().desc, callAt(found.dflt));
        String root = tree.write(cases);
        InsnList call = new InsnList();
        call.add(new MethodInsnNode(Opcodes.INVOKESTATIC, ownerName, root, tree.descriptor, false));
        call.add(new InsnNode(tree.returns));
        if (desc.equals(tree.descriptor)) {
            instructions.clear();
            tree.loadArguments(this);
            tree.loadIndex(this);
            instructions.add(call);
        } else {
            while (found.getNext().getOpcode() != Opcodes.ATHROW) {
                instructions.remove(found.getNext());
            }
            instructions.remove(found.getNext());
            instructions.insert(found, call);
            instructions.remove(found);
        }
    }

    /** The call with which a case begins. */
    private static MethodInsnNode callAt(LabelNode label) {
        AbstractInsnNode instruction = label;
        while (!(instruction instanceof MethodInsnNode call)) {
            instruction = instruction.getNext();
        }
        return call;
    }

    /** A function that can be called: its index, and how it is called. */
    private record Case(int function, MethodInsnNode call) {}

    /** A method of the tree, and the least index that it knows. */
    private record Branch(int least, String method) {}

    /** The tree's methods; they take the arguments of a function and its index. */
    private final class Tree {
        final String descriptor;
        final int returns;
        private final Type[] parameters;
        private final MethodInsnNode mismatch;
        private int methods;

        Tree(String function, MethodInsnNode mismatch) {
            Type result = Type.getReturnType(function);
            Type[] arguments = Type.getArgumentTypes(function);
            parameters = Arrays.copyOf(arguments, arguments.length + 1);
            parameters[arguments.length] = Type.INT_TYPE;
            descriptor = Type.getMethodDescriptor(result, parameters);
            returns = result.getOpcode(Opcodes.IRETURN);
            this.mismatch = mismatch;
        }

        /** Writes the methods for these cases, which stand in the order of their indexes, and gives the first one. */
        String write(List<Case> cases) {
            List<Branch> branches = new ArrayList<>();
            if (cases.size() > FANOUT) {
                int each = FANOUT;
                while (each * FANOUT < cases.size()) {
                    each *= FANOUT;
                }
                for (int from = 0; from < cases.size(); from += each) {
                    List<Case> part = cases.subList(from, Math.min(from + each, cases.size()));
                    branches.add(new Branch(part.getFirst().function(), write(part)));
                }
            }
            String method = name + "_" + methods++;
            MethodVisitor code = owner.visitMethod(
                    Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC, method, descriptor, null, null);
            code.visitCode();
            if (branches.isEmpty()) {
                writeLeaf(code, cases);
            } else {
                choose(code, branches);
            }
            code.visitMaxs(slots(parameters.length) + 1, slots(parameters.length));
            code.visitEnd();
            return method;
        }

        private void writeLeaf(MethodVisitor code, List<Case> cases) {
            int[] keys = cases.stream().mapToInt(Case::function).toArray();
            Label[] labels = cases.stream().map(ignored -> new Label()).toArray(Label[]::new);
            Label otherwise = new Label();
            loadIndex(code);
            code.visitLookupSwitchInsn(otherwise, keys, labels);
            for (int i = 0; i < keys.length; i++) {
                mark(code, labels[i]);
                loadArguments(code);
                cases.get(i).call().accept(code);
                code.visitInsn(returns);
            }
            mark(code, otherwise);
            if (Type.getArgumentCount(mismatch.desc) > 0) {
                loadIndex(code);
            }
            mismatch.accept(code);
            code.visitInsn(Opcodes.ATHROW);
        }

        private void choose(MethodVisitor code, List<Branch> branches) {
            if (branches.size() == 1) {
                loadArguments(code);
                loadIndex(code);
                code.visitMethodInsn(
                        Opcodes.INVOKESTATIC, ownerName, branches.getFirst().method(), descriptor, false);
                code.visitInsn(returns);
                return;
            }
            int middle = branches.size() / 2;
            Label upper = new Label();
            loadIndex(code);
            code.visitLdcInsn(branches.get(middle).least());
            code.visitJumpInsn(Opcodes.IF_ICMPGE, upper);
            choose(code, branches.subList(0, middle));
            mark(code, upper);
            choose(code, branches.subList(middle, branches.size()));
        }

        private void loadArguments(MethodVisitor code) {
            for (int i = 0; i < parameters.length - 1; i++) {
                code.visitVarInsn(parameters[i].getOpcode(Opcodes.ILOAD), slots(i));
            }
        }

        private void loadIndex(MethodVisitor code) {
            code.visitVarInsn(Opcodes.ILOAD, slots(parameters.length - 1));
        }

        /** Local variables that the first parameters take. */
        private int slots(int count) {
            int slots = 0;
            for (int i = 0; i < count; i++) {
                slots += parameters[i].getSize();
            }
            return slots;
        }

        private void mark(MethodVisitor code, Label label) {
            code.visitLabel(label);
            Object[] locals = Arrays.stream(parameters).map(Tree::frameType).toArray();
            code.visitFrame(Opcodes.F_NEW, locals.length, locals, 0, new Object[0]);
        }

        private static Object frameType(Type type) {
            return switch (type.getSort()) {
                case Type.INT -> Opcodes.INTEGER;
                case Type.LONG -> Opcodes.LONG;
                case Type.FLOAT -> Opcodes.FLOAT;
                case Type.DOUBLE -> Opcodes.DOUBLE;
                default -> type.getInternalName();
            };
        }
    }
}
