package dev.dormouse.invoker.wasm.validation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Writes the instructions of one function of a {@link RandomModules} module, at random and rightly typed.
 *
 * <p>Grows expressions from their type downwards, so that it needs no type checker of its own. Instructions stay apart,
 * so that a test can put mistakes between them.
 */
final class RandomBody {
    private static final int MAX_DEPTH = 5;
    private static final List<ValueType> TYPES = List.of(ValueType.values());
    private static final Set<Form> PLAIN = EnumSet.of(Form.OPERATOR, Form.ACCESS);

    private final RandomGenerator random;
    private final List<byte[]> instructions = new ArrayList<>();
    private final List<List<ValueType>> labels = new ArrayList<>();

    RandomBody(RandomGenerator random) {
        this.random = random;
    }

    /** A body that leaves {@code results}, as single instructions. */
    List<byte[]> write(List<ValueType> results) {
        labels.add(results);
        for (int i = random.nextInt(6); i > 0; i--) {
            statement(0);
        }
        results.forEach(type -> value(type, 0));
        emit(0x0B);
        return instructions;
    }

    private void emit(int... bytes) {
        byte[] instruction = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            instruction[i] = (byte) bytes[i];
        }
        instructions.add(instruction);
    }

    private void statement(int depth) {
        switch (random.nextInt(16)) {
            case 0 -> drop(depth);
            case 1 -> set(depth);
            case 2 -> setGlobal(depth);
            case 3 -> operator(any(Instruction.I32_STORE, Instruction.I64_STORE8, Instruction.F64_STORE), depth);
            case 4 -> block(depth);
            case 5 -> branchIf(depth);
            case 6 -> leave(depth);
            case 7 -> branchTable(depth);
            case 8 -> ifElse(List.of(), depth);
            case 9 -> bulk(depth);
            case 10 -> table(depth);
            case 11 -> callNothing(depth);
            case 12 -> tryTable(depth);
            case 13 -> tailCall(depth);
            case 14 -> emit(0xFC, 0x09, 0);
            default -> emit(0xFC, 0x0D, random.nextInt(2));
        }
    }

    private void drop(int depth) {
        value(any(TYPES), depth + 1);
        emit(0x1A);
    }

    private void set(int depth) {
        int local = random.nextInt(TYPES.size());
        value(TYPES.get(local), depth + 1);
        emit(0x21, local);
    }

    private void setGlobal(int depth) {
        value(ValueType.I64, depth + 1);
        emit(0x24, 1);
    }

    private void block(int depth) {
        boolean loop = random.nextBoolean();
        List<ValueType> results = random.nextBoolean() ? List.of() : List.of(any(TYPES));
        emit(loop ? 0x03 : 0x02, blockType(results));
        inside(loop ? List.of() : results, results, depth);
        emit(0x0B);
        results.forEach(type -> emit(0x1A));
    }

    private void inside(List<ValueType> label, List<ValueType> results, int depth) {
        labels.add(label);
        for (int i = random.nextInt(3); i > 0 && depth < MAX_DEPTH; i--) {
            statement(depth + 1);
        }
        results.forEach(type -> value(type, depth + 1));
        labels.removeLast();
    }

    private void ifElse(List<ValueType> results, int depth) {
        value(ValueType.I32, depth + 1);
        emit(0x04, blockType(results));
        inside(results, results, depth);
        if (!results.isEmpty() || random.nextBoolean()) {
            emit(0x05);
            inside(results, results, depth);
        }
        emit(0x0B);
    }

    private static int blockType(List<ValueType> results) {
        return results.isEmpty() ? 0x40 : results.getFirst().code();
    }

    private void branchIf(int depth) {
        int label = random.nextInt(labels.size());
        List<ValueType> taken = label(label);
        taken.forEach(type -> value(type, depth + 1));
        value(ValueType.I32, depth + 1);
        emit(0x0D, label);
        taken.forEach(type -> emit(0x1A));
    }

    private List<ValueType> label(int label) {
        return labels.get(labels.size() - 1 - label);
    }

    private void leave(int depth) {
        switch (random.nextInt(4)) {
            case 0 -> emit(0x00);
            case 1 -> {
                labels.getFirst().forEach(type -> value(type, depth + 1));
                emit(0x0F);
            }
            case 2 -> emit(0x08, 0);
            default -> {
                int label = random.nextInt(labels.size());
                label(label).forEach(type -> value(type, depth + 1));
                emit(0x0C, label);
            }
        }
    }

    private void branchTable(int depth) {
        int label = random.nextInt(labels.size());
        int other = random.nextInt(labels.size());
        label(label).forEach(type -> value(type, depth + 1));
        value(ValueType.I32, depth + 1);
        emit(0x0E, 2, label, label(other).equals(label(label)) ? other : label, label);
    }

    private void bulk(int depth) {
        value(ValueType.I32, depth + 1);
        value(ValueType.I32, depth + 1);
        value(ValueType.I32, depth + 1);
        switch (random.nextInt(5)) {
            case 0 -> emit(0xFC, 0x08, random.nextInt(2), 0);
            case 1 -> emit(0xFC, 0x0A, 0, 0);
            case 2 -> emit(0xFC, 0x0B, 0);
            case 3 -> emit(0xFC, 0x0C, random.nextInt(2), 0);
            default -> emit(0xFC, 0x0E, 0, 0);
        }
    }

    private void table(int depth) {
        int table = random.nextInt(2);
        ValueType entry = table == 0 ? ValueType.FUNCREF : ValueType.EXTERNREF;
        switch (random.nextInt(3)) {
            case 0 -> {
                value(ValueType.I32, depth + 1);
                value(entry, depth + 1);
                emit(0x26, table);
            }
            case 1 -> {
                value(entry, depth + 1);
                value(ValueType.I32, depth + 1);
                emit(0xFC, 0x0F, table);
                emit(0x1A);
            }
            default -> {
                value(ValueType.I32, depth + 1);
                value(entry, depth + 1);
                value(ValueType.I32, depth + 1);
                emit(0xFC, 0x11, table);
            }
        }
    }

    private void callNothing(int depth) {
        if (random.nextBoolean()) {
            emit(0x10, RandomModules.NOTHING);
        } else {
            value(ValueType.I32, depth + 1);
            emit(0x11, RandomModules.NOTHING_TYPE, 0);
        }
    }

    private void tryTable(int depth) {
        emit(0x02, 0x40);
        labels.add(List.of());
        emit(0x1F, 0x40, 2, 0x00, 0, 0, 0x02, 0);
        inside(List.of(), List.of(), depth);
        emit(0x0B);
        labels.removeLast();
        emit(0x0B);
    }

    private void tailCall(int depth) {
        if (labels.getFirst().equals(List.of(ValueType.I32))) {
            value(ValueType.I32, depth + 1);
            value(ValueType.I64, depth + 1);
            emit(0x12, RandomModules.MIXED);
        }
    }

    private void value(ValueType type, int depth) {
        if (depth >= MAX_DEPTH || random.nextInt(4) == 0) {
            leaf(type);
            return;
        }
        switch (random.nextInt(6)) {
            case 0 -> leaf(type);
            case 1 -> ifElse(List.of(type), depth);
            case 2 -> select(type, depth);
            case 3 -> {
                value(type, depth + 1);
                emit(0x22, TYPES.indexOf(type));
            }
            case 4 -> call(type, depth);
            default -> produce(type, depth);
        }
    }

    private void leaf(ValueType type) {
        if (random.nextInt(3) == 0) {
            emit(0x20, TYPES.indexOf(type));
            return;
        }
        switch (type) {
            case I32 -> emit(0x41, random.nextInt(64));
            case I64 -> emit(0x42, random.nextInt(64));
            case F32 -> emit(0x43, 0, 0, 0x80, 0x3F);
            case F64 -> emit(0x44, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F);
            case FUNCREF -> {
                if (random.nextBoolean()) {
                    emit(0xD0, 0x70);
                } else {
                    emit(0xD2, 0);
                }
            }
            case EXTERNREF -> emit(0xD0, 0x6F);
        }
    }

    private void select(ValueType type, int depth) {
        value(type, depth + 1);
        value(type, depth + 1);
        value(ValueType.I32, depth + 1);
        if (type.isReference() || random.nextBoolean()) {
            emit(0x1C, 1, type.code());
        } else {
            emit(0x1B);
        }
    }

    private void call(ValueType type, int depth) {
        if (type == ValueType.I32) {
            value(ValueType.I32, depth + 1);
            value(ValueType.I64, depth + 1);
            emit(0x10, RandomModules.MIXED);
        } else if (type == ValueType.F64) {
            emit(0x10, RandomModules.PAIR);
            emit(0x1A);
            emit(0x44, 0, 0, 0, 0, 0, 0, 0, 0);
            emit(0xA0);
        } else {
            leaf(type);
        }
    }

    /** Some instruction that leaves this type. */
    private void produce(ValueType type, int depth) {
        if (type.isReference()) {
            value(ValueType.I32, depth + 1);
            emit(0x25, type == ValueType.FUNCREF ? 0 : 1);
            return;
        }
        List<Instruction> candidates = Arrays.stream(Instruction.values())
                .filter(instruction -> PLAIN.contains(instruction.form()))
                .filter(instruction -> instruction.type().results().equals(List.of(type)))
                .toList();
        operator(any(candidates), depth);
    }

    private void operator(Instruction instruction, int depth) {
        instruction.type().parameters().forEach(type -> value(type, depth + 1));
        WasmBytes bytes = new WasmBytes();
        if (instruction.code() > 0xFF) {
            bytes.raw(instruction.code() >> 8, instruction.code() & 0xFF);
        } else {
            bytes.raw(instruction.code());
        }
        if (instruction.form() == Form.ACCESS) {
            bytes.raw(random.nextInt(instruction.alignment() + 1), random.nextInt(64));
        }
        instructions.add(bytes.toBytes());
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private Instruction any(Instruction... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
