package dev.dormouse.invoker.wasm.validation;

import static dev.dormouse.invoker.wasm.validation.ModuleWriter.I32;
import static dev.dormouse.invoker.wasm.validation.ModuleWriter.I64;
import static dev.dormouse.invoker.wasm.validation.WasmBytes.hex;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What hostile authors upload: one small module for each thing that a guest can try with the bytes of a module, and how
 * it must end. For the tests of the validator, of the engine and of deploying over HTTP.
 *
 * <p>Those that are accepted export {@code handle: () -> i32} and are to be deployed in the Extism style.
 */
public final class HostileModules {
    /** How a hostile module must end. */
    public enum Expectation {
        /** The validator refuses it. */
        REFUSED,
        /** It is valid and would cost a compiler much: it is deployed or refused, within the limits of compiling. */
        DEPLOYED_OR_REFUSED,
        /** It is valid, and its initialisation never ends: deploying it fails within the limits of a deploy. */
        STOPPED_AT_DEPLOY,
        /** It is deployed; each call is ended by a trap or a limit, and hurts nobody. */
        RUNS_BUT_STOPPED,
        /** It is deployed; each call returns 0, the second and later ones too, because nothing is left of the first. */
        RUNS_ALIKE
    }

    /**
     * A hostile module.
     *
     * @param name what it tries, in words joined by hyphens
     * @param expectation how it must end
     * @param says for those that the validator refuses, a part of the message; else empty
     * @param writer makes its bytes
     */
    public record HostileModule(String name, Expectation expectation, String says, Supplier<byte[]> writer) {
        /** Its bytes, made anew. */
        public byte[] bytes() {
            return writer.get();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final String LOOP = "03 40 %s 0C 00 0B 00 0B";

    private HostileModules() {}

    /** All of them. */
    public static List<HostileModule> all() {
        return Stream.of(lies(), bombs(), unsupported(), compilerBombs(), atDeploy(), endless(), greedy(), leaky())
                .flatMap(List::stream)
                .toList();
    }

    /** Those that must end so. */
    public static List<HostileModule> expecting(Expectation expectation) {
        return all().stream()
                .filter(module -> module.expectation() == expectation)
                .toList();
    }

    /** Lengths and counts that are larger than the module. */
    private static List<HostileModule> lies() {
        return List.of(
                refused("section-length-of-2-gib", "bytes", () -> hex("0061736D 01000000 01 FFFFFFFF07 00")),
                refused("section-length-of-4-gib", "bytes", () -> hex("0061736D 01000000 0A FFFFFFFF0F 00")),
                refused("import-name-of-2-gib", "bytes", () -> section(Section.IMPORT, "01 FFFFFFFF07 6D")),
                refused("export-name-of-2-gib", "bytes", () -> section(Section.EXPORT, "01 FFFFFFFF07 6D")),
                refused("custom-name-of-2-gib", "bytes", () -> hex("0061736D 01000000 00 06 FFFFFFFF07 6D")),
                refused(
                        "data-segment-of-2-gib",
                        "bytes",
                        () -> new ModuleWriter()
                                .memory(1)
                                .section(Section.DATA, hex("01 00 4100 0B FFFFFFFF07 00"))
                                .toBytes()),
                refused("types-without-bytes", "entries", () -> section(Section.TYPE, "FFFFFFFF0F")),
                refused("parameters-without-bytes", "entries", () -> section(Section.TYPE, "01 60 FFFFFFFF07")),
                refused("results-without-bytes", "entries", () -> section(Section.TYPE, "01 60 00 FFFFFFFF07")),
                refused("imports-without-bytes", "entries", () -> section(Section.IMPORT, "FFFFFFFF0F")),
                refused("functions-without-bytes", "entries", () -> section(Section.FUNCTION, "FFFFFFFF0F")),
                refused("tables-without-bytes", "entries", () -> section(Section.TABLE, "FFFFFFFF0F")),
                refused("globals-without-bytes", "entries", () -> section(Section.GLOBAL, "FFFFFFFF0F")),
                refused("exports-without-bytes", "entries", () -> section(Section.EXPORT, "FFFFFFFF0F")),
                refused("elements-without-bytes", "entries", () -> section(Section.ELEMENT, "01 01 00 FFFFFFFF07")),
                refused("data-segments-without-bytes", "entries", () -> section(Section.DATA, "FFFFFFFF0F")),
                refused("bodies-without-bytes", "entries", () -> section(Section.CODE, "FFFFFFFF0F")),
                refused("body-longer-than-its-section", "bytes", () -> body("FFFFFFFF07 00 0B")),
                refused("local-groups-without-bytes", "entries", () -> body("07 FFFFFFFF07 0B 0B")),
                refused("br-table-without-bytes", "entries", () -> body("0B 00 4100 0E FFFFFFFF07 00 0B 0B")),
                refused(
                        "4-gib-of-data-segments-announced",
                        "dataSegments",
                        () -> section(Section.DATA_COUNT, "FFFFFFFF0F")));
    }

    /** Modules whose numbers are true and too large. */
    private static List<HostileModule> bombs() {
        return List.of(
                refused(
                        "memory-of-4-gib",
                        "memoryPages",
                        () -> new ModuleWriter().memory(65_536).toBytes()),
                refused(
                        "memory-above-4-gib",
                        "65536 pages",
                        () -> new ModuleWriter().memory(65_537).toBytes()),
                refused("ten-tables-of-ten-million", "tableEntries", HostileModules::bigTables),
                refused(
                        "table-of-4-gib",
                        "tableEntries",
                        () -> new ModuleWriter().table(0xFFFFFFFFL).toBytes()),
                refused("fifty-thousand-locals", "locals", () -> recursion(50_000)),
                refused("four-billion-locals", "locals", () -> body("09 01 FFFFFFFF0F 7F 0B 00")),
                refused(
                        "locals-that-overflow-32-bits",
                        "locals",
                        () -> body("0F 02 FFFFFFFF0F 7F FFFFFFFF0F 7E 0B 00")),
                refused("two-hundred-thousand-functions", "functions", () -> manyFunctions(200_000)),
                refused("br-table-of-eighty-thousand", "branchTargets", () -> branchTable(80_000)),
                refused("br-tables-of-three-million", "totalBranchTargets", HostileModules::manyBranchTables),
                refused("a-hundred-thousand-blocks-deep", "nesting", () -> nesting(100_000)),
                refused("a-hundred-thousand-operands", "operands", () -> operands(100_000)),
                refused("body-of-2-mib", "bodyBytes", () -> bytesOfCode(2 << 20)),
                refused("constant-expression-of-a-million", "constantInstructions", HostileModules::longConstant),
                refused("calls-that-move-a-hundred-million-types", "stepsPerByte", HostileModules::wideCalls));
    }

    /** Parts of WebAssembly that let a guest grow what nobody counts. */
    private static List<HostileModule> unsupported() {
        return List.of(
                refused("two-memories", "more than one memory", () -> section(Section.MEMORY, "02 0001 0001")),
                refused("a-thousand-memories-of-1-gib", "more than one memory", HostileModules::manyMemories),
                refused("shared-memory", "threads", () -> section(Section.MEMORY, "01 03 01 10")),
                refused("memory-of-64-bits", "64-bit memory", () -> section(Section.MEMORY, "01 04 01")),
                refused(
                        "garbage-collected-structs",
                        "garbage collection",
                        () -> section(Section.TYPE, "01 5F 01 7F 01")),
                refused(
                        "garbage-collected-array-of-2-to-the-30",
                        "garbage collection",
                        () -> section(Section.TYPE, "02 5E 7F 01 60 00 00")),
                refused("simd", "v128.const", () -> function("FD 0C" + "00".repeat(16) + "1A 4100 0B")),
                refused("atomics", "memory.atomic.notify", () -> function("4100 4100 FE 00 02 00 0B")),
                refused("legacy-try", "legacy exceptions", () -> function("06 40 19 0B 4100 0B")),
                refused("exception-reference", "exception references", () -> function("1F 40 01 03 00 0B 4100 0B")),
                refused(
                        "imported-memory",
                        "\"env.memory\"",
                        () -> section(Section.IMPORT, "01 03 656E76 06 6D656D6F7279 02 00 01")),
                refused(
                        "imported-table",
                        "\"env.table\"",
                        () -> section(Section.IMPORT, "01 03 656E76 05 7461626C65 01 70 00 01")));
    }

    /** Within the limits, and as dear to compile as they can be made there. */
    private static List<HostileModule> compilerBombs() {
        return List.of(
                of("br-table-at-the-limit", Expectation.DEPLOYED_OR_REFUSED, () -> branchTable(65_520)),
                of("nesting-at-the-limit", Expectation.DEPLOYED_OR_REFUSED, () -> nesting(4_000)),
                of("operands-at-the-limit", Expectation.DEPLOYED_OR_REFUSED, () -> operands(10_000)),
                of("body-at-the-limit", Expectation.DEPLOYED_OR_REFUSED, () -> bytesOfCode(1 << 20)),
                of("functions-at-the-limit", Expectation.DEPLOYED_OR_REFUSED, () -> manyFunctions(100_000)));
    }

    private static List<HostileModule> atDeploy() {
        return List.of(
                of("endless-start-function", Expectation.STOPPED_AT_DEPLOY, HostileModules::endlessStart),
                of("endless-initialisation", Expectation.STOPPED_AT_DEPLOY, HostileModules::endlessInitialisation),
                of("start-function-that-traps", Expectation.STOPPED_AT_DEPLOY, HostileModules::trappingStart));
    }

    /** Never return by themselves. */
    private static List<HostileModule> endless() {
        return List.of(
                stopped("endless-loop", () -> function(LOOP.formatted(""))),
                stopped("endless-br-table", () -> function("03 40 4100 0E 01 00 00 0B 00 0B")),
                stopped("endless-loop-inside-a-catch-all", HostileModules::loopInsideCatch),
                stopped("endless-throwing-and-catching", HostileModules::throwing),
                stopped("endless-calls", () -> twoFunctions(LOOP.formatted("10 01"), "0B")),
                stopped("endless-tail-calls", () -> function("12 00 0B")),
                stopped("endless-recursion", () -> function("10 00 0B")),
                stopped("endless-recursion-with-ten-thousand-locals", () -> recursion(10_000)),
                stopped("endless-recursion-through-a-table", HostileModules::indirectRecursion),
                stopped("recursion-that-calls-the-host-at-every-depth", HostileModules::hostRecursion));
    }

    /** Take what they can get. */
    private static List<HostileModule> greedy() {
        return List.of(
                stopped("memory-grow-without-end", () -> withMemory(LOOP.formatted("4101 40 00 1A"))),
                stopped("memory-grow-by-4-gib-without-end", () -> withMemory(LOOP.formatted("417F 40 00 1A"))),
                stopped("memory-grow-and-fill-without-end", HostileModules::growAndFill),
                stopped("bulk-fill-without-end", () -> bulk("FC 0B 00")),
                stopped("bulk-copy-without-end", () -> bulk("FC 0A 00 00")),
                stopped("table-grow-without-end", () -> withTable(LOOP.formatted("D070 4101 FC 0F 00 1A"))),
                stopped(
                        "table-grow-by-2-gib-without-end",
                        () -> withTable(LOOP.formatted("D070 41FFFFFFFF07 FC 0F 00 1A"))),
                stopped("table-fill-without-end", () -> withTable(LOOP.formatted("4100 D070 4101 FC 11 00"))),
                stopped("host-blocks-without-end", () -> hostLoop("alloc", I64, "42 80 80 C0 00 10 00 1A")),
                stopped(
                        "host-blocks-of-an-exabyte",
                        () -> hostLoop("alloc", I64, "42 80 80 80 80 80 80 80 80 10 10 00 1A")));
    }

    private static List<HostileModule> leaky() {
        return List.of(
                of("table-grow-that-a-later-instance-would-see", Expectation.RUNS_ALIKE, HostileModules::tableLeak),
                of(
                        "memory-and-global-that-a-later-instance-would-see",
                        Expectation.RUNS_ALIKE,
                        HostileModules::memoryLeak));
    }

    private static HostileModule refused(String name, String says, Supplier<byte[]> writer) {
        return new HostileModule(name, Expectation.REFUSED, says, writer);
    }

    private static HostileModule stopped(String name, Supplier<byte[]> writer) {
        return of(name, Expectation.RUNS_BUT_STOPPED, writer);
    }

    private static HostileModule of(String name, Expectation expectation, Supplier<byte[]> writer) {
        return new HostileModule(name, expectation, "", writer);
    }

    private static byte[] section(Section section, String content) {
        return new ModuleWriter().section(section, hex(content)).toBytes();
    }

    /** Types 0: () -> (i32), 1: () -> (), 2: (i64) -> (i64). */
    private static ModuleWriter guest() {
        return new ModuleWriter().type(new int[0], new int[] {I32}).emptyType().type(new int[] {I64}, new int[] {I64});
    }

    /** A module whose only body is this, with its length. */
    private static byte[] body(String body) {
        return guest().section(Section.FUNCTION, hex("01 01"))
                .section(Section.CODE, hex("01" + body))
                .toBytes();
    }

    private static ModuleWriter handle(String instructions) {
        return guest().function(0, hex(instructions)).exportFunction("handle", 0);
    }

    private static byte[] function(String instructions) {
        return handle(instructions).toBytes();
    }

    private static byte[] twoFunctions(String first, String second) {
        return handle(first).function(1, hex(second)).toBytes();
    }

    private static byte[] withMemory(String instructions) {
        return handle(instructions).memory(1).toBytes();
    }

    private static byte[] withTable(String instructions) {
        return handle(instructions).table(1).toBytes();
    }

    private static byte[] bigTables() {
        ModuleWriter module = new ModuleWriter();
        for (int i = 0; i < 10; i++) {
            module.table(10_000_000);
        }
        return module.toBytes();
    }

    private static byte[] manyMemories() {
        ModuleWriter module = new ModuleWriter();
        for (int i = 0; i < 1_000; i++) {
            module.memory(16_384);
        }
        return module.toBytes();
    }

    private static byte[] recursion(int locals) {
        byte[] group = new WasmBytes().unsigned(1).unsigned(locals).raw(I64).toBytes();
        return guest().function(0, group, hex("10 00 0B"))
                .exportFunction("handle", 0)
                .toBytes();
    }

    private static byte[] manyFunctions(int count) {
        ModuleWriter module = handle("4100 0B");
        for (int i = 1; i < count; i++) {
            module.function(1, hex("0B"));
        }
        return module.toBytes();
    }

    private static byte[] branchTable(int targets) {
        return guest().function(0, branches(targets))
                .exportFunction("handle", 0)
                .toBytes();
    }

    /** Eight blocks, so that the targets are not all one. */
    private static byte[] branches(int targets) {
        WasmBytes body = new WasmBytes();
        for (int i = 0; i < 8; i++) {
            body.raw(0x02, 0x40);
        }
        body.raw(0x41, 0, 0x0E).unsigned(targets);
        for (int i = 0; i < targets; i++) {
            body.raw(i % 8);
        }
        return body.raw(0).repeat(0x0B, 8).raw(0x41, 0, 0x0B).toBytes();
    }

    private static byte[] manyBranchTables() {
        ModuleWriter module = handle("4100 0B");
        byte[] branches = branches(60_000);
        for (int i = 0; i < 50; i++) {
            module.function(0, branches);
        }
        return module.toBytes();
    }

    private static byte[] nesting(int depth) {
        WasmBytes body = new WasmBytes();
        for (int i = 0; i < depth; i++) {
            body.raw(0x02, 0x40);
        }
        return handle(body.repeat(0x0B, depth).raw(0x41, 0, 0x0B));
    }

    private static byte[] handle(WasmBytes instructions) {
        return guest().function(0, instructions.toBytes())
                .exportFunction("handle", 0)
                .toBytes();
    }

    private static byte[] operands(int count) {
        WasmBytes body = new WasmBytes();
        for (int i = 0; i < count; i++) {
            body.raw(0x41, 0);
        }
        return handle(body.repeat(0x6A, count - 1).raw(0x0B));
    }

    /** Additions to a global-free sum: every byte is code that does something. */
    private static byte[] bytesOfCode(int length) {
        WasmBytes body = new WasmBytes().raw(0x41, 0);
        while (body.size() + 5 <= length) {
            body.raw(0x41, 1, 0x6A);
        }
        return handle(body.raw(0x0B));
    }

    private static byte[] longConstant() {
        WasmBytes value = new WasmBytes().raw(0x41, 0);
        for (int i = 0; i < 500_000; i++) {
            value.raw(0x41, 1, 0x6A);
        }
        return new ModuleWriter().global(I32, false, value.raw(0x0B).toBytes()).toBytes();
    }

    private static byte[] wideCalls() {
        int[] wide = new int[128];
        Arrays.fill(wide, I32);
        WasmBytes body = new WasmBytes().raw(0x00);
        for (int i = 0; i < 400_000; i++) {
            body.raw(0x10, 0);
        }
        return new ModuleWriter()
                .type(wide, wide)
                .function(0, body.raw(0x0B).toBytes())
                .toBytes();
    }

    private static byte[] endlessStart() {
        return handle("4100 0B").function(1, hex("03 40 0C 00 0B 0B")).start(1).toBytes();
    }

    private static byte[] trappingStart() {
        return handle("4100 0B").function(1, hex("00 0B")).start(1).toBytes();
    }

    private static byte[] endlessInitialisation() {
        return handle("4100 0B")
                .function(1, hex("03 40 0C 00 0B 0B"))
                .exportFunction("_initialize", 1)
                .toBytes();
    }

    private static byte[] loopInsideCatch() {
        return function("03 40 02 40 1F 40 01 02 00 03 40 0C 00 0B 0B 0B 0C 00 0B 00 0B");
    }

    private static byte[] throwing() {
        return handle("03 40 02 40 1F 40 01 02 00 08 00 0B 0B 0C 00 0B 00 0B")
                .entry(Section.TAG, hex("00 01"))
                .toBytes();
    }

    private static byte[] indirectRecursion() {
        return handle("4100 11 00 00 0B")
                .table(1)
                .entry(Section.ELEMENT, hex("00 4100 0B 01 00"))
                .toBytes();
    }

    private static byte[] hostRecursion() {
        return guest().importFunction("extism:host/env", "alloc", 2)
                .function(0, hex("42 08 10 00 1A 10 01 0B"))
                .exportFunction("handle", 1)
                .toBytes();
    }

    private static byte[] hostLoop(String name, int parameter, String call) {
        return new ModuleWriter()
                .type(new int[0], new int[] {I32})
                .type(new int[] {parameter}, new int[] {I64})
                .importFunction("extism:host/env", name, 1)
                .function(0, hex(LOOP.formatted(call)))
                .exportFunction("handle", 1)
                .toBytes();
    }

    /** Writes to every page it gets, so that copy-on-write memory has to give them. */
    private static byte[] growAndFill() {
        return withMemory(LOOP.formatted("4101 40 00 1A 4100 4101 3F 00 4110 74 FC 0B 00"));
    }

    /** 256 MiB at a time; a smaller limit on memory ends it at the first one. */
    private static byte[] bulk(String operation) {
        return handle(LOOP.formatted("4100 4101 41 80 80 80 80 01" + operation))
                .memory(4_096)
                .toBytes();
    }

    /** Traps if its table has not one entry, then lets it grow by a hundred. */
    private static byte[] tableLeak() {
        return withTable("FC 10 00 4101 47 04 40 00 0B D070 41E400 FC 0F 00 1A 4100 0B");
    }

    /** Traps if memory byte 0 or global 0 is not 0, then sets both and lets memory grow. */
    private static byte[] memoryLeak() {
        return handle("4100 28 02 00 23 00 72 3F 00 4101 47 72 04 40 00 0B"
                        + "4100 4101 36 02 00 4101 24 00 4101 40 00 1A 4100 0B")
                .memory(1)
                .global(I32, true, hex("4100 0B"))
                .toBytes();
    }

    /** The names, for messages of tests. */
    public static List<String> names() {
        List<String> names = new ArrayList<>();
        all().forEach(module -> names.add(module.name()));
        return names;
    }
}
