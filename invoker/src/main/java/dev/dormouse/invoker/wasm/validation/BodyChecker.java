package dev.dormouse.invoker.wasm.validation;

import dev.dormouse.invoker.wasm.ModuleRefused;
import java.util.List;

/**
 * Reads and checks the instructions of function bodies: the validation algorithm of the specification (3.3, 3.4 and
 * appendix 7.3).
 *
 * <p>One switch with one line for each form of instruction; what a form needs stands below it. Work is linear in the
 * bytes: what a single instruction can repeat (the types of a call or a branch) is counted against a bound.
 */
final class BodyChecker {
    private static final int CATCH = 0;
    private static final int CATCH_ALL = 2;
    private static final int CATCH_ALL_REFERENCE = 3;

    private final ModuleReader reader;
    private final Refusals refusals;
    private final IndexSpaces spaces;
    private final TypeReader types;
    private final InstructionReader instructions;
    private final TypeStack stack;
    private final StepCount steps;
    private ValueType[] locals = new ValueType[0];
    private int localCount;
    private long totalBranchTargets;

    BodyChecker(ModuleReader reader, Refusals refusals, IndexSpaces spaces, TypeReader types, StepCount steps) {
        this.reader = reader;
        this.refusals = refusals;
        this.spaces = spaces;
        this.types = types;
        this.instructions = new InstructionReader(reader, refusals, spaces);
        this.stack = new TypeStack(refusals);
        this.steps = steps;
    }

    /**
     * Checks the instructions from here to the end of the part that the reader is in.
     *
     * @param type the function's type
     * @param localTypes parameters and locals; only the first {@code count} are meant
     * @param count how many there are
     */
    void check(FunctionType type, ValueType[] localTypes, int count) throws ModuleRefused {
        locals = localTypes;
        localCount = count;
        stack.begin(new FunctionType(List.of(), type.results()));
        while (!stack.isDone()) {
            int start = reader.position();
            Instruction instruction = instructions.readInstruction();
            stack.enter(instruction, start);
            check(instruction, start);
        }
        if (!reader.atEnd()) {
            throw refusals.malformed(reader.position(), reader.remaining() + " bytes follow the end of the body");
        }
    }

    private void check(Instruction instruction, int start) throws ModuleRefused {
        switch (instruction.form()) {
            case OPERATOR -> apply(instruction.type());
            case ACCESS -> {
                instructions.readMemoryArgument(instruction);
                apply(instruction.type());
            }
            case MEMORY -> {
                spaces.memory(reader, refusals);
                apply(instruction.type());
            }
            case MEMORY_COPY -> copyMemory();
            case MEMORY_INIT -> initMemory();
            case DATA_DROP -> spaces.dataSegment(reader, refusals);
            case I32_CONST -> constant(ValueType.I32);
            case I64_CONST -> constant(ValueType.I64);
            case F32_CONST -> constant(ValueType.F32);
            case F64_CONST -> constant(ValueType.F64);
            case UNREACHABLE -> stack.markUnreachable();
            case BLOCK, LOOP -> open(instruction.form());
            case IF -> openIf();
            case ELSE -> stack.otherwise();
            case TRY_TABLE -> openTryTable();
            case THROW -> leave(spaces.tag(reader).parameters());
            case END -> stack.end();
            case BR -> leave(readLabel());
            case BR_IF -> branchIf();
            case BR_TABLE -> branchTable();
            case RETURN -> leave(stack.results());
            case CALL -> call(spaces.function(spaces.functionIndex(reader)));
            case CALL_INDIRECT -> call(readIndirectType(start));
            case RETURN_CALL -> tailCall(spaces.function(spaces.functionIndex(reader)), start);
            case RETURN_CALL_INDIRECT -> tailCall(readIndirectType(start), start);
            case DROP -> stack.pop();
            case SELECT -> select();
            case TYPED_SELECT -> typedSelect();
            case LOCAL_GET -> stack.push(readLocal());
            case LOCAL_SET -> stack.pop(readLocal());
            case LOCAL_TEE -> teeLocal();
            case GLOBAL_GET -> stack.push(spaces.global(reader).value());
            case GLOBAL_SET -> setGlobal(start);
            case TABLE_GET -> getEntry();
            case TABLE_SET -> setEntry();
            case TABLE_INIT -> initTable(start);
            case TABLE_COPY -> copyTable(start);
            case TABLE_GROW -> growTable();
            case TABLE_SIZE -> tableSize();
            case TABLE_FILL -> fillTable();
            case ELEM_DROP -> spaces.elementSegment(reader);
            case REF_NULL -> stack.push(types.readReferenceType());
            case REF_IS_NULL -> isNull();
            case REF_FUNC -> reference(start);
        }
    }

    private void apply(FunctionType type) throws ModuleRefused {
        stack.popAll(type.parameters());
        stack.pushAll(type.results());
    }

    private void constant(ValueType type) throws ModuleRefused {
        instructions.skipConstant(type);
        stack.push(type);
    }

    private void copyMemory() throws ModuleRefused {
        spaces.memory(reader, refusals);
        spaces.memory(reader, refusals);
        popRange();
    }

    private void initMemory() throws ModuleRefused {
        spaces.dataSegment(reader, refusals);
        spaces.memory(reader, refusals);
        popRange();
    }

    /** The three numbers of a bulk operation: to, from, how many. */
    private void popRange() throws ModuleRefused {
        stack.pop(ValueType.I32);
        stack.pop(ValueType.I32);
        stack.pop(ValueType.I32);
    }

    private void open(Form form) throws ModuleRefused {
        FunctionType type = types.readBlockType();
        steps.add(type, reader.position());
        stack.open(form, type);
    }

    private void openIf() throws ModuleRefused {
        FunctionType type = types.readBlockType();
        steps.add(type, reader.position());
        stack.pop(ValueType.I32);
        stack.open(Form.IF, type);
    }

    private void openTryTable() throws ModuleRefused {
        FunctionType type = types.readBlockType();
        steps.add(type, reader.position());
        int clauses = reader.readCount(Limit.BRANCH_TARGETS, 2);
        addBranchTargets(clauses);
        for (int i = 0; i < clauses; i++) {
            checkCatch();
        }
        stack.open(Form.TRY_TABLE, type);
    }

    private void checkCatch() throws ModuleRefused {
        int start = reader.position();
        int kind = reader.readByte();
        List<ValueType> caught = switch (kind) {
            case CATCH -> spaces.tag(reader).parameters();
            case CATCH_ALL -> List.of();
            default -> throw otherCatch(start, kind);
        };
        List<ValueType> taken = readLabel();
        if (!taken.equals(caught)) {
            throw refusals.invalid(
                    start,
                    "a catch leaves " + FunctionType.text(caught) + " and its label takes " + FunctionType.text(taken));
        }
    }

    private ModuleRefused otherCatch(int offset, int kind) {
        return kind <= CATCH_ALL_REFERENCE
                ? refusals.unsupported(
                        offset,
                        Feature.EXCEPTION_REFERENCES,
                        kind == CATCH_ALL_REFERENCE ? "catch_all_ref" : "catch_ref")
                : refusals.malformed(offset, "no catch clause has the kind " + kind);
    }

    /** Takes these operands and goes elsewhere. */
    private void leave(List<ValueType> taken) throws ModuleRefused {
        steps.add(taken, reader.position());
        stack.popAll(taken);
        stack.markUnreachable();
    }

    private List<ValueType> readLabel() throws ModuleRefused {
        int start = reader.position();
        return stack.labelTypes(reader.readUnsigned(), start);
    }

    private void branchIf() throws ModuleRefused {
        List<ValueType> taken = readLabel();
        steps.add(taken, reader.position());
        stack.pop(ValueType.I32);
        stack.popAll(taken);
        stack.pushAll(taken);
    }

    private void branchTable() throws ModuleRefused {
        stack.pop(ValueType.I32);
        int targets = reader.readCount(Limit.BRANCH_TARGETS, 1);
        addBranchTargets(targets);
        int arity = -1;
        for (int i = 0; i <= targets; i++) {
            int start = reader.position();
            List<ValueType> taken = readLabel();
            if (arity >= 0 && taken.size() != arity) {
                throw refusals.invalid(
                        start, "the targets of a br_table take " + arity + " and " + taken.size() + " operands");
            }
            arity = taken.size();
            steps.add(taken, start);
            stack.peekAll(taken);
        }
        stack.markUnreachable();
    }

    private void addBranchTargets(int count) throws ModuleRefused {
        totalBranchTargets += count;
        refusals.check(Limit.TOTAL_BRANCH_TARGETS, totalBranchTargets, reader.position());
    }

    private FunctionType readIndirectType(int start) throws ModuleRefused {
        FunctionType type = spaces.type(reader);
        if (spaces.table(reader).element() != ValueType.FUNCREF) {
            throw refusals.invalid(start, "an indirect call needs a table of funcref");
        }
        stack.pop(ValueType.I32);
        return type;
    }

    private void call(FunctionType type) throws ModuleRefused {
        steps.add(type, reader.position());
        apply(type);
    }

    private void tailCall(FunctionType type, int start) throws ModuleRefused {
        if (!type.results().equals(stack.results())) {
            throw refusals.invalid(
                    start,
                    "a tail call leaves " + FunctionType.text(type.results()) + " and its function leaves "
                            + FunctionType.text(stack.results()));
        }
        leave(type.parameters());
    }

    private void select() throws ModuleRefused {
        stack.pop(ValueType.I32);
        stack.select();
    }

    private void typedSelect() throws ModuleRefused {
        int start = reader.position();
        List<ValueType> chosen = types.readValueTypes(Limit.RESULTS);
        if (chosen.size() != 1) {
            throw refusals.invalid(start, "a select names one type, this one names " + chosen.size());
        }
        ValueType type = chosen.getFirst();
        stack.pop(ValueType.I32);
        stack.pop(type);
        stack.pop(type);
        stack.push(type);
    }

    private ValueType readLocal() throws ModuleRefused {
        return locals[reader.readIndex("local", localCount)];
    }

    private void teeLocal() throws ModuleRefused {
        ValueType type = readLocal();
        stack.pop(type);
        stack.push(type);
    }

    private void setGlobal(int start) throws ModuleRefused {
        GlobalType global = spaces.global(reader);
        if (!global.mutable()) {
            throw refusals.invalid(start, "global.set aims at a global that is constant");
        }
        stack.pop(global.value());
    }

    private void getEntry() throws ModuleRefused {
        TableType table = spaces.table(reader);
        stack.pop(ValueType.I32);
        stack.push(table.element());
    }

    private void setEntry() throws ModuleRefused {
        TableType table = spaces.table(reader);
        stack.pop(table.element());
        stack.pop(ValueType.I32);
    }

    private void initTable(int start) throws ModuleRefused {
        ValueType segment = spaces.elementSegment(reader);
        ValueType table = spaces.table(reader).element();
        requireSame(table, segment, start);
        popRange();
    }

    private void copyTable(int start) throws ModuleRefused {
        ValueType target = spaces.table(reader).element();
        ValueType source = spaces.table(reader).element();
        requireSame(target, source, start);
        popRange();
    }

    private void requireSame(ValueType table, ValueType source, int start) throws ModuleRefused {
        if (table != source) {
            throw refusals.invalid(start, "a table of " + table + " cannot be filled with " + source);
        }
    }

    private void growTable() throws ModuleRefused {
        TableType table = spaces.table(reader);
        stack.pop(ValueType.I32);
        stack.pop(table.element());
        stack.push(ValueType.I32);
    }

    private void tableSize() throws ModuleRefused {
        spaces.table(reader);
        stack.push(ValueType.I32);
    }

    private void fillTable() throws ModuleRefused {
        TableType table = spaces.table(reader);
        stack.pop(ValueType.I32);
        stack.pop(table.element());
        stack.pop(ValueType.I32);
    }

    private void isNull() throws ModuleRefused {
        stack.popReference();
        stack.push(ValueType.I32);
    }

    private void reference(int start) throws ModuleRefused {
        int function = spaces.functionIndex(reader);
        if (!spaces.isReferenced(function)) {
            throw refusals.invalid(
                    start, "ref.func names function " + function + ", which no segment, global or export names");
        }
        stack.push(ValueType.FUNCREF);
    }
}
