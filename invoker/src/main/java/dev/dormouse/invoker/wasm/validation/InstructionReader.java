package dev.dormouse.invoker.wasm.validation;

import dev.dormouse.invoker.wasm.ModuleRefused;

/** Reads the codes of instructions and those immediates that say nothing about types (specification 5.4). */
final class InstructionReader {
    private static final int GARBAGE_COLLECTION_PREFIX = 0xFB;
    private static final int SIMD_PREFIX = 0xFD;
    private static final int THREADS_PREFIX = 0xFE;
    private static final int MEMORY_INDEX_FLAG = 1 << 6;

    private final ModuleReader reader;
    private final Refusals refusals;
    private final IndexSpaces spaces;

    InstructionReader(ModuleReader reader, Refusals refusals, IndexSpaces spaces) {
        this.reader = reader;
        this.refusals = refusals;
        this.spaces = spaces;
    }

    Instruction readInstruction() throws ModuleRefused {
        int start = reader.position();
        int code = reader.readByte();
        Instruction instruction = Instruction.single(code);
        if (instruction == null) {
            instruction = readPrefixed(start, code);
        }
        Feature feature = instruction.feature();
        if (feature != null) {
            spaces.addFeature(feature);
        }
        return instruction;
    }

    private Instruction readPrefixed(int start, int code) throws ModuleRefused {
        return switch (code) {
            case Instruction.PREFIX -> {
                long number = reader.readUnsigned();
                Instruction instruction = Instruction.prefixed(number);
                if (instruction == null) {
                    throw RefusedInstructions.refusal(refusals, start, code, number);
                }
                yield instruction;
            }
            case GARBAGE_COLLECTION_PREFIX, SIMD_PREFIX, THREADS_PREFIX ->
                throw RefusedInstructions.refusal(refusals, start, code, reader.readUnsigned());
            default -> throw RefusedInstructions.refusal(refusals, start, code);
        };
    }

    /** Alignment and offset of a memory access. */
    void readMemoryArgument(Instruction instruction) throws ModuleRefused {
        int start = reader.position();
        long alignment = reader.readUnsigned();
        if (alignment >= MEMORY_INDEX_FLAG && alignment < 2 * MEMORY_INDEX_FLAG) {
            throw refusals.unsupported(start, Feature.MULTI_MEMORY, "a memory access with the index of a memory");
        }
        if (alignment > instruction.alignment()) {
            throw refusals.invalid(
                    start,
                    "the alignment 2^" + alignment + " of " + instruction + " is more than its natural one, 2^"
                            + instruction.alignment());
        }
        reader.readUnsigned();
        spaces.requireMemory(start, refusals);
    }

    /** The value of a constant, which does not matter here. */
    void skipConstant(ValueType type) throws ModuleRefused {
        switch (type) {
            case I32 -> reader.readSigned(Integer.SIZE);
            case I64 -> reader.readSigned(Long.SIZE);
            case F32 -> reader.skip(Float.BYTES);
            case F64 -> reader.skip(Double.BYTES);
            case FUNCREF, EXTERNREF -> throw new IllegalArgumentException("A constant is a number, not " + type + ".");
        }
    }
}
