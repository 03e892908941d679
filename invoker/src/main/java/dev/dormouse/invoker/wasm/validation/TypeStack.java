package dev.dormouse.invoker.wasm.validation;

import dev.dormouse.invoker.wasm.ModuleRefused;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The operand stack and the control stack of the validation algorithm (specification, appendix 7.3), for one body at a
 * time.
 *
 * <p>Operands are types; null stands for a type that is not known because the code cannot be reached. Frames are kept
 * for the next body, so that checking makes no garbage.
 */
final class TypeStack {
    /** A block that is open. */
    private static final class Frame {
        private Form opener = Form.BLOCK;
        private FunctionType type = FunctionType.EMPTY;
        private int height;
        private boolean unreachable;

        private void open(Form form, FunctionType blockType, int operands) {
            opener = form;
            type = blockType;
            height = operands;
            unreachable = false;
        }

        /** What a branch to this block takes: to the beginning of a loop, to the end of all others. */
        private List<ValueType> labelTypes() {
            return opener == Form.LOOP ? type.parameters() : type.results();
        }
    }

    private static final int FIRST_CAPACITY = 64;

    private final Refusals refusals;
    private final int maxOperands;
    private final int maxNesting;
    private final List<Frame> frames = new ArrayList<>();
    private @Nullable ValueType[] operands;
    private int height;
    private int depth;
    private Frame top = new Frame();
    private Instruction instruction = Instruction.UNREACHABLE;
    private int offset;

    TypeStack(Refusals refusals) {
        this.refusals = refusals;
        this.maxOperands = refusals.limit(Limit.OPERANDS);
        this.maxNesting = refusals.limit(Limit.NESTING);
        this.operands = new @Nullable ValueType[Math.min(FIRST_CAPACITY, maxOperands)];
    }

    /** Begins a body or a constant expression. */
    void begin(FunctionType type) {
        height = 0;
        depth = 0;
        push(Form.BLOCK, type);
    }

    /** From now on refusals name this instruction. */
    void enter(Instruction entered, int position) {
        instruction = entered;
        offset = position;
    }

    /** Whether the outermost block has ended. */
    boolean isDone() {
        return depth == 0;
    }

    /** The results of the function. */
    List<ValueType> results() {
        return frames.getFirst().type.results();
    }

    void push(@Nullable ValueType type) throws ModuleRefused {
        if (height == operands.length) {
            grow();
        }
        operands[height++] = type;
    }

    private void grow() throws ModuleRefused {
        if (height >= maxOperands) {
            throw refusals.limit(Limit.OPERANDS, height + 1L, offset);
        }
        operands = Arrays.copyOf(operands, Math.min(maxOperands, height * 2));
    }

    void pushAll(List<ValueType> types) throws ModuleRefused {
        for (int i = 0; i < types.size(); i++) {
            push(types.get(i));
        }
    }

    /** Takes an operand of any type; null if its type is unknown. */
    @Nullable
    ValueType pop() throws ModuleRefused {
        if (height == top.height) {
            if (top.unreachable) {
                return null;
            }
            throw refusals.invalid(offset, instruction + " takes an operand and the stack of its block is empty");
        }
        return operands[--height];
    }

    void pop(ValueType expected) throws ModuleRefused {
        if (height == top.height) {
            if (top.unreachable) {
                return;
            }
            throw refusals.invalid(
                    offset,
                    instruction + " takes an operand of type " + expected + " and the stack of its block is empty");
        }
        ValueType actual = operands[--height];
        if (actual != expected && actual != null) {
            throw mismatch(expected, actual);
        }
    }

    void popAll(List<ValueType> expected) throws ModuleRefused {
        for (int i = expected.size() - 1; i >= 0; i--) {
            pop(expected.get(i));
        }
    }

    /** Takes a reference of any type. */
    void popReference() throws ModuleRefused {
        ValueType actual = pop();
        if (actual != null && !actual.isReference()) {
            throw refusals.invalid(offset, instruction + " takes a reference and finds the type " + actual);
        }
    }

    /** Takes two operands of one number type and leaves one of it. */
    void select() throws ModuleRefused {
        ValueType second = pop();
        ValueType first = pop();
        ValueType known = first == null ? second : first;
        if (known != null && (known.isReference() || (second != null && second != known))) {
            throw refusals.invalid(
                    offset,
                    instruction + " without a type takes two numbers of one type, and finds " + first + " and "
                            + second);
        }
        push(known);
    }

    private ModuleRefused mismatch(ValueType expected, ValueType actual) {
        return refusals.invalid(
                offset, instruction + " takes an operand of type " + expected + " and finds the type " + actual);
    }

    /** Takes what the block takes and begins it. */
    void open(Form form, FunctionType type) throws ModuleRefused {
        popAll(type.parameters());
        if (depth > maxNesting) {
            throw refusals.limit(Limit.NESTING, depth, offset);
        }
        push(form, type);
        pushAll(type.parameters());
    }

    private void push(Form form, FunctionType type) {
        if (depth == frames.size()) {
            frames.add(new Frame());
        }
        top = frames.get(depth++);
        top.open(form, type, height);
    }

    /** Ends the first arm of an {@code if} and begins the second. */
    void otherwise() throws ModuleRefused {
        if (top.opener != Form.IF) {
            throw refusals.malformed(offset, "else stands outside an if");
        }
        FunctionType type = close();
        push(Form.ELSE, type);
        pushAll(type.parameters());
    }

    /** Ends a block and leaves its results. */
    void end() throws ModuleRefused {
        boolean oneArm = top.opener == Form.IF;
        FunctionType type = close();
        if (oneArm && !type.parameters().equals(type.results())) {
            throw refusals.invalid(offset, "an if without an else takes what it leaves, this one has the type " + type);
        }
        pushAll(type.results());
    }

    private FunctionType close() throws ModuleRefused {
        FunctionType type = top.type;
        popAll(type.results());
        if (height != top.height) {
            throw refusals.invalid(
                    offset,
                    (height - top.height) + " more operands are on the stack at the end of a block than it leaves");
        }
        depth--;
        top = depth == 0 ? top : frames.get(depth - 1);
        return type;
    }

    /** What follows in this block cannot be reached. */
    void markUnreachable() {
        height = top.height;
        top.unreachable = true;
    }

    /** What a branch to the block takes that is {@code label} blocks further out. */
    List<ValueType> labelTypes(long label, int at) throws ModuleRefused {
        if (label >= depth) {
            throw refusals.invalid(at, "label " + label + " does not exist; " + depth + " blocks are open");
        }
        return frames.get(depth - 1 - (int) label).labelTypes();
    }

    /** Checks that these types are on top, and leaves them there. */
    void peekAll(List<ValueType> expected) throws ModuleRefused {
        int position = height;
        for (int i = expected.size() - 1; i >= 0; i--) {
            if (position == top.height) {
                if (top.unreachable) {
                    return;
                }
                throw refusals.invalid(
                        offset,
                        instruction + " takes the operands " + FunctionType.text(expected)
                                + " and the stack of its block has fewer");
            }
            ValueType actual = operands[--position];
            if (actual != null && actual != expected.get(i)) {
                throw mismatch(expected.get(i), actual);
            }
        }
    }
}
