package dev.dormouse.invoker.wasm.validation;

import static dev.dormouse.invoker.wasm.validation.ModuleWriter.EXTERNREF;
import static dev.dormouse.invoker.wasm.validation.ModuleWriter.F64;
import static dev.dormouse.invoker.wasm.validation.ModuleWriter.FUNCREF;
import static dev.dormouse.invoker.wasm.validation.ModuleWriter.I32;
import static dev.dormouse.invoker.wasm.validation.ModuleWriter.I64;
import static dev.dormouse.invoker.wasm.validation.WasmBytes.hex;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/** Modules with random bodies in a fixed surrounding of two tables, a memory, globals, segments and a tag. */
final class RandomModules {
    /** Function of type () -> (). */
    static final int NOTHING = 0;

    /** Its type. */
    static final int NOTHING_TYPE = 0;

    /** Function of type (i32, i64) -> (i32). */
    static final int MIXED = 1;

    /** Function of type () -> (f64, i32). */
    static final int PAIR = 2;

    private static final byte[] LOCALS = hex("06 01 7F 01 7E 01 7D 01 7C 01 70 01 6F");
    private static final List<List<ValueType>> RESULTS =
            List.of(List.of(), List.of(ValueType.I32), List.of(ValueType.F64, ValueType.I32));

    private RandomModules() {}

    /** A valid module. */
    static byte[] valid(RandomGenerator random) {
        return module(random, 0);
    }

    /** A module with some instructions left out, doubled, exchanged or put in: it may still be valid. */
    static byte[] doubtful(RandomGenerator random) {
        return module(random, random.nextInt(3));
    }

    private static byte[] module(RandomGenerator random, int mistakes) {
        ModuleWriter module = new ModuleWriter()
                .emptyType()
                .type(new int[] {I32, I64}, new int[] {I32})
                .type(new int[0], new int[] {F64, I32})
                .type(new int[0], new int[] {I32})
                .table(4)
                .entry(Section.TABLE, new WasmBytes().raw(EXTERNREF, 0, 2).toBytes())
                .memory(1)
                .entry(Section.TAG, hex("00 00"))
                .global(I32, false, hex("4100 0B"))
                .global(I64, true, hex("4200 0B"))
                .global(FUNCREF, false, hex("D2 00 0B"))
                .entry(Section.ELEMENT, hex("00 4100 0B 01 01"))
                .entry(Section.ELEMENT, hex("01 00 02 00 02"))
                .section(Section.DATA_COUNT, hex("02"))
                .entry(Section.DATA, hex("00 4100 0B 02 6869"))
                .entry(Section.DATA, hex("01 01 21"));
        module.function(0, hex("0B"));
        module.function(1, hex("20 00 0B"));
        module.function(2, new byte[] {0}, hex("44 0000000000000000 41 00 0B"));
        int results = random.nextInt(2);
        List<byte[]> body = new ArrayList<>(new RandomBody(random).write(RESULTS.get(results)));
        for (int i = 0; i < mistakes; i++) {
            spoil(body, random);
        }
        WasmBytes instructions = new WasmBytes();
        body.forEach(instructions::raw);
        return module.function(results == 0 ? 0 : 3, LOCALS, instructions.toBytes())
                .toBytes();
    }

    private static void spoil(List<byte[]> body, RandomGenerator random) {
        int at = random.nextInt(body.size());
        int other = random.nextInt(body.size());
        switch (random.nextInt(4)) {
            case 0 -> body.remove(at);
            case 1 -> body.add(at, body.get(other));
            case 2 -> Collections.swap(body, at, other);
            default -> body.add(at, hex(STRAYS.get(random.nextInt(STRAYS.size()))));
        }
        if (body.isEmpty()) {
            body.add(hex("0B"));
        }
    }

    private static final List<String> STRAYS = List.of(
            "00",
            "01",
            "02 40",
            "03 40",
            "04 40",
            "05",
            "0B",
            "0C 00",
            "0C 01",
            "0D 00",
            "0F",
            "10 00",
            "10 01",
            "1A",
            "1B",
            "20 00",
            "20 04",
            "21 01",
            "23 01",
            "24 00",
            "24 01",
            "41 00",
            "42 00",
            "45",
            "6A",
            "7C",
            "A7",
            "D1",
            "D0 70",
            "D0 6F",
            "02 7F",
            "02 01",
            "03 01",
            "1C 01 7F",
            "0E 01 00 01",
            "08 00");
}
