package dev.dormouse.invoker.wasm;

import static dev.dormouse.invoker.wasm.Guests.NO_CONTEXT;
import static dev.dormouse.invoker.wasm.Guests.plenty;
import static dev.dormouse.invoker.wasm.Guests.returned;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.invoker.wasm.validation.ModuleWriter;
import dev.dormouse.invoker.wasm.validation.Section;
import dev.dormouse.invoker.wasm.validation.WasmBytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls each entry of a table, for numbers of functions at which the dispatch takes another form. */
class IndirectCallsTest {
    private static final InstanceLimits LIMITS = new InstanceLimits(1 << 20, 10_000);
    private static final int I32 = ModuleWriter.I32;
    private static final int I64 = ModuleWriter.I64;
    private static final int CALLED = 0;
    private static final int OTHER = 1;
    private static final int CALLER = 2;

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 17, 256, 257, 1_100, 4_200})
    void reachEachFunctionOfTheTypeAndNoOther(int functions) {
        Instance instance = Guests.load(module(functions)).instantiate(NO_CONTEXT, LIMITS, Guests.memory());
        List<Long> found = new ArrayList<>();
        List<Long> expected = new ArrayList<>();
        for (int i = 0; i < functions; i++) {
            found.add(returned(instance.call("call", plenty(), i, 1_000_000_000_000L)));
            expected.add(1_000_000_000_000L + i);
        }

        assertThat(found).isEqualTo(expected);
        assertThat(instance.call("call", plenty(), functions, 0)).isInstanceOf(Completion.Trapped.class);
    }

    /** Functions that add their number to what they are given; the table's last entry is one of another type. */
    private static byte[] module(int functions) {
        ModuleWriter module = new ModuleWriter()
                .type(new int[] {I64, I32, I64}, new int[] {I64})
                .type(new int[0], new int[] {I64})
                .type(new int[] {I32, I64}, new int[] {I64})
                .memory(1)
                .table(functions + 1);
        WasmBytes entries =
                new WasmBytes().unsigned(1).raw(0).raw(0x41, 0, 0x0B).unsigned(functions + 1);
        for (int i = 0; i < functions; i++) {
            module.function(
                    CALLED,
                    new WasmBytes().raw(0x20, 2, 0x42).signed(i).raw(0x7C, 0x0B).toBytes());
            entries.unsigned(i);
        }
        module.function(OTHER, new WasmBytes().raw(0x42, 7, 0x0B).toBytes());
        entries.unsigned(functions);
        module.function(
                CALLER,
                new WasmBytes()
                        .raw(0x42, 5, 0x41, 6)
                        .raw(0x20, 1)
                        .raw(0x20, 0)
                        .raw(0x11, CALLED, 0)
                        .raw(0x0B)
                        .toBytes());
        return module.exportFunction("call", functions + 1)
                .section(Section.ELEMENT, entries.toBytes())
                .toBytes();
    }
}
