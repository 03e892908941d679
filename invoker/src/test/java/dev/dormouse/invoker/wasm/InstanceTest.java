package dev.dormouse.invoker.wasm;

import static dev.dormouse.invoker.wasm.Guests.LIMITS;
import static dev.dormouse.invoker.wasm.Guests.NO_CONTEXT;
import static dev.dormouse.invoker.wasm.Guests.plenty;
import static dev.dormouse.invoker.wasm.Guests.returned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.dormouse.invoker.wasm.HostFunction.ValueType;
import dev.dormouse.snapshot.InstanceImage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InstanceTest {
    private static final CompiledModule LIMITED = Guests.load("limits");

    private final Instance instance = LIMITED.instantiate(NO_CONTEXT, LIMITS, Guests.memory());

    // Traps.

    @Test
    void unreachableTraps() {
        assertTrap("unreachable", instance.call("unreachable", plenty()));
    }

    @Test
    void divisionByZeroTraps() {
        assertTrap("integer divide by zero", instance.call("divide", plenty(), 1, 0));
    }

    @Test
    void overflowOfDivisionTraps() {
        assertTrap("integer overflow", instance.call("divide", plenty(), Integer.MIN_VALUE, -1));
    }

    @Test
    void callOfNullEntryTraps() {
        assertTrap("uninitialized element 0", instance.call("call_null", plenty()));
    }

    @Test
    void loadBehindTheMemoryTrapsAndNamesAddressAndSize() {
        assertTrap(
                "out of bounds memory access: 4 bytes at address 65533 of a memory of 65536 bytes",
                instance.call("load", plenty(), 65_533));
    }

    @Test
    void loadAtTheTopOfTheAddressSpaceTraps() {
        assertTrap("out of bounds memory access: 4 bytes at address 4294967295", instance.call("load", plenty(), -1));
    }

    @Test
    void endlessRecursionTraps() {
        assertTrap("call stack exhausted", instance.call("recurse", plenty()));
    }

    private static void assertTrap(String reason, Completion completion) {
        assertThat(completion)
                .isInstanceOfSatisfying(
                        Completion.Trapped.class,
                        trap -> assertThat(trap.reason()).asInstanceOf(STRING).containsIgnoringCase(reason));
    }

    @Test
    void instanceThatTrappedTakesNoMoreCallsAndGivesNoImage() {
        instance.call("unreachable", plenty());

        assertThatThrownBy(() -> instance.call("load", plenty(), 0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> instance.capture(Map.of())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void moduleGoesOnAfterAnInstanceExhaustedItsStack() {
        for (int i = 0; i < 3; i++) {
            LIMITED.instantiate(NO_CONTEXT, LIMITS, Guests.memory()).call("recurse", plenty());
        }

        assertThat(returned(instance.call("fibonacci", plenty(), 10))).isEqualTo(55);
    }

    // Limits.

    @Test
    void memoryGrowsUpToItsLimitAndNotBeyond() {
        Instance small = LIMITED.instantiate(NO_CONTEXT, new InstanceLimits(3 << 16, 10), Guests.memory());

        assertThat(returned(small.call("grow_memory", plenty(), 2))).isEqualTo(1);
        assertThat((int) returned(small.call("grow_memory", plenty(), 1))).isEqualTo(-1);
        assertThat((int) returned(small.call("grow_memory", plenty(), -1))).isEqualTo(-1);
        assertThat(small.memoryBytes()).isEqualTo(3 << 16);
    }

    @Test
    void tablesGrowUpToTheirLimitAndNotBeyond() {
        Instance small = LIMITED.instantiate(NO_CONTEXT, new InstanceLimits(1 << 16, 10), Guests.memory());

        assertThat(returned(small.call("grow_table", plenty(), 9))).isEqualTo(1);
        assertThat((int) returned(small.call("grow_table", plenty(), 1))).isEqualTo(-1);
        assertThat((int) returned(small.call("grow_table", plenty(), -1))).isEqualTo(-1);
        assertThat(returned(small.call("table_size", plenty()))).isEqualTo(10);
    }

    @Test
    void moduleThatBeginsAboveTheMemoryLimitIsNotInstantiated() {
        assertThatThrownBy(() -> LIMITED.instantiate(NO_CONTEXT, new InstanceLimits(65_535, 10), Guests.memory()))
                .isInstanceOfSatisfying(
                        GuestStop.class,
                        stop -> assertThat(stop.completion()).isInstanceOf(Completion.OutOfMemory.class))
                .hasMessageContaining("Raise memoryMaxBytes");
    }

    @Test
    void moduleThatBeginsAboveTheTableLimitIsNotInstantiated() {
        assertThatThrownBy(() -> LIMITED.instantiate(NO_CONTEXT, new InstanceLimits(1 << 16, 0), Guests.memory()))
                .isInstanceOf(GuestStop.class)
                .hasMessageContaining("Raise tableMaxEntries");
    }

    @Test
    void imageAboveTheMemoryLimitIsNotResumed() {
        returned(instance.call("grow_memory", plenty(), 1));
        InstanceImage image = instance.capture(Map.of());

        assertThatThrownBy(() -> LIMITED.resume(image, NO_CONTEXT, new InstanceLimits(1 << 16, 10), Guests.memory()))
                .isInstanceOf(GuestStop.class);
    }

    @Test
    void imageOfAnotherModuleIsNotResumed() {
        InstanceImage image = Guests.instance("plain").capture(Map.of());

        assertThatThrownBy(() -> LIMITED.resume(image, NO_CONTEXT, LIMITS, Guests.memory()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the module that it was taken from");
    }

    // Isolation.

    @Test
    void tableGrownInOneInstanceIsAsDeclaredInTheNext() {
        returned(instance.call("grow_table", plenty(), 100));

        assertThat(returned(
                        LIMITED.instantiate(NO_CONTEXT, LIMITS, Guests.memory()).call("table_size", plenty())))
                .isEqualTo(1);
    }

    @Test
    void whatOneInstanceWritesNoOtherSees() {
        InstanceImage image = instance.capture(Map.of());
        Instance one = LIMITED.resume(image, NO_CONTEXT, LIMITS, Guests.memory());
        Instance two = LIMITED.resume(image, NO_CONTEXT, LIMITS, Guests.memory());

        returned(one.call("store", plenty(), 4094, 0x01020304));
        returned(instance.call("store", plenty(), 0, 5));

        assertThat(returned(one.call("load", plenty(), 4094))).isEqualTo(0x01020304);
        assertThat(returned(two.call("load", plenty(), 4094))).isZero();
        assertThat(returned(LIMITED.resume(image, NO_CONTEXT, LIMITS, Guests.memory())
                        .call("load", plenty(), 0)))
                .isZero();
        assertThat(returned(
                        LIMITED.instantiate(NO_CONTEXT, LIMITS, Guests.memory()).call("load", plenty(), 0)))
                .isZero();
    }

    // Calls.

    @Test
    void moduleWithoutMemoryRuns() {
        Instance plain = Guests.instance("plain");

        assertThat(plain.call("add", plenty(), 40, 2)).isEqualTo(new Completion.Returned(42));
        assertThat(plain.memoryBytes()).isZero();
    }

    @Test
    void onlyExportedFunctionsAreExports() {
        assertThat(instance.exports("load")).isTrue();
        assertThat(instance.exports("memory")).isFalse();
        assertThatThrownBy(() -> instance.call("memory", plenty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("exports no function 'memory'");
    }

    @Test
    void callWithAnotherNumberOfArgumentsIsRefused() {
        assertThatThrownBy(() -> instance.call("load", plenty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("takes 1 arguments; this call has 0");
    }

    @Test
    void moduleWithoutStartFunctionStarts() {
        assertThat(instance.start(plenty())).isEqualTo(new Completion.Returned(0));
    }

    // Host functions.

    @Test
    void hostFunctionMayEndTheCall() {
        HostFunction exit = note((call, arguments) -> {
            throw GuestStop.as(new Completion.Exited(3));
        });

        assertThat(Guests.instance("state", exit).call("step", plenty())).isEqualTo(new Completion.Exited(3));
    }

    @Test
    void faultOfTheHostIsNotTakenForTheGuests() {
        IllegalStateException fault = new IllegalStateException("ours");
        Instance calling = Guests.instance("state", note((call, arguments) -> {
            throw fault;
        }));

        assertThatThrownBy(() -> calling.call("step", plenty())).isSameAs(fault);
        assertThatThrownBy(() -> calling.call("step", plenty())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void hostFunctionChargesFuel() {
        Budget free = plenty();
        returned(Guests.instance("state", note((call, arguments) -> 0)).call("step", free));
        Budget charged = plenty();
        returned(Guests.instance("state", note((call, arguments) -> {
                    call.charge(12_345);
                    return 0;
                }))
                .call("step", charged));

        assertThat(charged.fuelUsed() - free.fuelUsed()).isEqualTo(12_345);
    }

    @Test
    void hostFunctionSeesTheGuestsMemory() {
        Instance reading = Guests.instance("state", note((call, arguments) -> {
            byte[] text = new byte[6];
            call.memory().read(8, text, 0, 6);
            call.memory().writeLong(0, 77);
            return text[0] + (call.memory().readLong(0) << 8) + (call.memory().size() << 32);
        }));

        assertThat(returned(reading.call("step", plenty()))).isEqualTo('a' + (77L << 8) + (131_072L << 32));
    }

    @Test
    void hostFunctionThatReadsOutsideOfTheMemoryTraps() {
        for (long[] range : new long[][] {{131_072, 1}, {0xffff_ffffL, 1}, {0, 131_073}, {-1, 1}, {0, -1}}) {
            Instance reading = Guests.instance("state", note((call, arguments) -> {
                call.memory().check(range[0], range[1]);
                return 0;
            }));
            assertTrap("out of bounds memory access", reading.call("step", plenty()));
        }
    }

    @Test
    void runningInstanceTakesNoSecondCall() {
        Instance[] self = new Instance[1];
        self[0] = Guests.instance("state", note((call, arguments) -> {
            assertThatThrownBy(() -> self[0].call("step", plenty())).isInstanceOf(IllegalStateException.class);
            return 9;
        }));

        assertThat(returned(self[0].call("step", plenty()))).isEqualTo(9);
    }

    private static HostFunction note(HostFunction.Body body) {
        return new HostFunction("host", "note", List.of(ValueType.I64), List.of(ValueType.I64), body);
    }
}
