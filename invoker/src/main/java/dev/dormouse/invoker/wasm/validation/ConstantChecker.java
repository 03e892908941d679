package dev.dormouse.invoker.wasm.validation;

import dev.dormouse.invoker.wasm.ModuleRefused;
import java.util.List;

/** Reads and checks constant expressions (specification 3.4.14). */
final class ConstantChecker {
    private final ModuleReader reader;
    private final Refusals refusals;
    private final IndexSpaces spaces;
    private final TypeReader types;
    private final InstructionReader instructions;
    private final TypeStack stack;

    ConstantChecker(ModuleReader reader, Refusals refusals, IndexSpaces spaces, TypeReader types) {
        this.reader = reader;
        this.refusals = refusals;
        this.spaces = spaces;
        this.types = types;
        this.instructions = new InstructionReader(reader, refusals, spaces);
        this.stack = new TypeStack(refusals);
    }

    /** Reads an expression that leaves one value of {@code type}. */
    void check(ValueType type) throws ModuleRefused {
        stack.begin(new FunctionType(List.of(), List.of(type)));
        for (int count = 0; !stack.isDone(); count++) {
            int start = reader.position();
            refusals.check(Limit.CONSTANT_INSTRUCTIONS, count, start);
            Instruction instruction = instructions.readInstruction();
            stack.enter(instruction, start);
            check(instruction, start);
        }
    }

    private void check(Instruction instruction, int start) throws ModuleRefused {
        switch (instruction) {
            case I32_CONST -> constant(ValueType.I32);
            case I64_CONST -> constant(ValueType.I64);
            case F32_CONST -> constant(ValueType.F32);
            case F64_CONST -> constant(ValueType.F64);
            case I32_ADD, I32_SUB, I32_MUL, I64_ADD, I64_SUB, I64_MUL -> calculate(instruction);
            case GLOBAL_GET -> stack.push(readGlobal(start));
            case REF_NULL -> stack.push(types.readReferenceType());
            case REF_FUNC -> reference();
            case END -> stack.end();
            default -> throw refusals.invalid(start, instruction + " is not allowed in a constant expression");
        }
    }

    private void constant(ValueType type) throws ModuleRefused {
        instructions.skipConstant(type);
        stack.push(type);
    }

    private void calculate(Instruction instruction) throws ModuleRefused {
        spaces.addFeature(Feature.EXTENDED_CONSTANTS);
        stack.popAll(instruction.type().parameters());
        stack.pushAll(instruction.type().results());
    }

    /** Only globals that stand before, and whose value cannot change. */
    private ValueType readGlobal(int start) throws ModuleRefused {
        GlobalType global = spaces.global(reader);
        if (global.mutable()) {
            throw refusals.invalid(start, "a constant expression reads a global that is mutable");
        }
        spaces.addFeature(Feature.EXTENDED_CONSTANTS);
        return global.value();
    }

    private void reference() throws ModuleRefused {
        spaces.addReference(spaces.functionIndex(reader));
        stack.push(ValueType.FUNCREF);
    }
}
