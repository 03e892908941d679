package dev.dormouse.invoker.wasm.validation;

import static dev.dormouse.invoker.wasm.validation.ModuleWriter.I32;
import static dev.dormouse.invoker.wasm.validation.WasmBytes.hex;

import java.util.Arrays;

/** For each limit, modules that are valid in every other way and have exactly {@code n} of what it counts. */
final class LimitCases {
    private static final int PARAMETERS = 128;

    private LimitCases() {}

    /** A module at {@code n}; without a case for each limit this does not compile. */
    static byte[] module(Limit limit, int n) {
        return switch (limit) {
            case MODULE_BYTES -> moduleBytes(n);
            case NAME_BYTES -> function("0B").exportFunction("n".repeat(n), 0).toBytes();
            case TYPES -> types(n);
            case PARAMETERS -> new ModuleWriter().type(i32s(n), i32s(0)).toBytes();
            case RESULTS -> new ModuleWriter().type(i32s(0), i32s(n)).toBytes();
            case IMPORTS -> imports(n).toBytes();
            case FUNCTIONS -> functions(n);
            case TABLES -> tables(n);
            case TABLE_ENTRIES ->
                new ModuleWriter().table(n / 2).table(n - n / 2).toBytes();
            case MEMORY_PAGES -> new ModuleWriter().memory(n).toBytes();
            case TAGS -> tags(n);
            case GLOBALS -> globals(n);
            case CONSTANT_INSTRUCTIONS -> constantInstructions(n);
            case EXPORTS -> exports(n);
            case ELEMENT_SEGMENTS -> elementSegments(n);
            case ELEMENTS -> elements(n);
            case DATA_SEGMENTS -> dataSegments(n);
            case BODY_BYTES ->
                function(new WasmBytes().repeat(0x01, n - 2).raw(0x0B)).toBytes();
            case LOCALS -> locals(n);
            case TOTAL_LOCALS -> totalLocals(n);
            case NESTING -> nesting(n);
            case OPERANDS -> operands(n);
            case BRANCH_TARGETS -> function(branchTable(n).raw(0x0B)).toBytes();
            case TOTAL_BRANCH_TARGETS -> totalBranchTargets(n);
            case STEPS_PER_BYTE -> steps(n - limit.defaultValue());
        };
    }

    private static ModuleWriter function(String body) {
        return new ModuleWriter().emptyType().function(0, hex(body));
    }

    private static ModuleWriter function(WasmBytes body) {
        return new ModuleWriter().emptyType().function(0, body.toBytes());
    }

    private static int[] i32s(int count) {
        int[] types = new int[count];
        Arrays.fill(types, I32);
        return types;
    }

    /** Two sizes of custom section cannot be had where its length grows by a byte; no limit is near such a place. */
    private static byte[] moduleBytes(int n) {
        int empty = new ModuleWriter().custom("", new byte[1 << 24]).toBytes().length - (1 << 24);
        return new ModuleWriter().custom("", new byte[n - empty]).toBytes();
    }

    private static byte[] types(int n) {
        ModuleWriter module = new ModuleWriter();
        for (int i = 0; i < n; i++) {
            module.emptyType();
        }
        return module.toBytes();
    }

    private static ModuleWriter imports(int n) {
        ModuleWriter module = new ModuleWriter().emptyType();
        for (int i = 0; i < n; i++) {
            module.importFunction("m", "f" + i, 0);
        }
        return module;
    }

    private static byte[] functions(int n) {
        ModuleWriter module = imports(2);
        for (int i = 2; i < n; i++) {
            module.function(0, hex("0B"));
        }
        return module.toBytes();
    }

    private static byte[] tables(int n) {
        ModuleWriter module = new ModuleWriter();
        for (int i = 0; i < n; i++) {
            module.table(1);
        }
        return module.toBytes();
    }

    private static byte[] tags(int n) {
        ModuleWriter module = new ModuleWriter().emptyType();
        for (int i = 0; i < n; i++) {
            module.entry(Section.TAG, hex("00 00"));
        }
        return module.toBytes();
    }

    private static byte[] globals(int n) {
        ModuleWriter module = new ModuleWriter();
        for (int i = 0; i < n; i++) {
            module.global(I32, false, hex("41 00 0B"));
        }
        return module.toBytes();
    }

    /** Always an odd number of instructions: there is no valid expression with an even one. */
    private static byte[] constantInstructions(int n) {
        WasmBytes expression = new WasmBytes().raw(0x41, 0);
        for (int count = 1; count + 2 <= n; count += 2) {
            expression.raw(0x41, 1, 0x6A);
        }
        return new ModuleWriter()
                .global(I32, false, expression.raw(0x0B).toBytes())
                .toBytes();
    }

    private static byte[] exports(int n) {
        ModuleWriter module = function("0B");
        for (int i = 0; i < n; i++) {
            module.exportFunction("e" + i, 0);
        }
        return module.toBytes();
    }

    private static byte[] elementSegments(int n) {
        ModuleWriter module = new ModuleWriter();
        for (int i = 0; i < n; i++) {
            module.entry(Section.ELEMENT, hex("01 00 00"));
        }
        return module.toBytes();
    }

    private static byte[] elements(int n) {
        ModuleWriter module = function("0B");
        for (int count : new int[] {n / 2, n - n / 2}) {
            module.entry(
                    Section.ELEMENT,
                    new WasmBytes()
                            .raw(0x01, 0x00)
                            .unsigned(count)
                            .repeat(0, count)
                            .toBytes());
        }
        return module.toBytes();
    }

    private static byte[] dataSegments(int n) {
        ModuleWriter module = new ModuleWriter();
        for (int i = 0; i < n; i++) {
            module.entry(Section.DATA, hex("01 00"));
        }
        return module.toBytes();
    }

    private static byte[] locals(int n) {
        byte[] locals = new WasmBytes().unsigned(1).unsigned(n - 1).raw(I32).toBytes();
        return new ModuleWriter()
                .type(i32s(1), i32s(0))
                .function(0, locals, hex("0B"))
                .toBytes();
    }

    private static byte[] totalLocals(int n) {
        ModuleWriter module = new ModuleWriter().emptyType();
        int each = Limit.LOCALS.defaultValue();
        for (int rest = n; rest > 0; rest -= each) {
            int count = Math.min(each, rest);
            module.function(
                    0, new WasmBytes().unsigned(1).unsigned(count).raw(I32).toBytes(), hex("0B"));
        }
        return module.toBytes();
    }

    private static byte[] nesting(int n) {
        WasmBytes body = new WasmBytes();
        for (int i = 0; i < n; i++) {
            body.raw(0x02, 0x40);
        }
        return function(body.repeat(0x0B, n + 1)).toBytes();
    }

    private static byte[] operands(int n) {
        WasmBytes body = new WasmBytes();
        for (int i = 0; i < n; i++) {
            body.raw(0x41, 0);
        }
        return function(body.repeat(0x1A, n).raw(0x0B)).toBytes();
    }

    private static WasmBytes branchTable(int targets) {
        return new WasmBytes()
                .raw(0x41, 0, 0x0E)
                .unsigned(targets)
                .repeat(0, targets)
                .raw(0);
    }

    private static byte[] totalBranchTargets(int n) {
        ModuleWriter module = new ModuleWriter().emptyType();
        int each = Limit.BRANCH_TARGETS.defaultValue();
        for (int rest = n; rest > 0; rest -= each) {
            module.function(0, branchTable(Math.min(each, rest)).raw(0x0B).toBytes());
        }
        return module.toBytes();
    }

    /** As many steps as its bytes allow, and {@code more}: calls of imports with 0 to 128 parameters. */
    private static byte[] steps(int more) {
        int calls = 4_096;
        ModuleWriter module = new ModuleWriter();
        for (int i = 0; i <= PARAMETERS; i++) {
            module.type(i32s(i), i32s(0));
            module.importFunction("m", "f" + i, i);
        }
        byte[] body = stepsBody(calls, 0);
        int codeBytes = new WasmBytes()
                .unsigned(1)
                .unsigned(body.length + 1)
                .raw(0)
                .raw(body)
                .size();
        int steps = Limit.STEPS_PER_BYTE.defaultValue() * (codeBytes + StepCount.FREE_BYTES) + more;
        return module.function(0, stepsBody(calls, steps)).toBytes();
    }

    private static byte[] stepsBody(int calls, int steps) {
        WasmBytes body = new WasmBytes().raw(0x00);
        int rest = steps;
        for (int i = 0; i < calls; i++) {
            int parameters = Math.min(rest, PARAMETERS);
            rest -= parameters;
            body.raw(0x10).raw(0x80 | (parameters & 0x7F), parameters >> 7);
        }
        return body.raw(0x0B).toBytes();
    }
}
