package dev.dormouse.invoker.wasm;

import static dev.dormouse.invoker.wasm.Guests.LIMITS;
import static dev.dormouse.invoker.wasm.Guests.NO_CONTEXT;
import static dev.dormouse.invoker.wasm.Guests.fuel;
import static dev.dormouse.invoker.wasm.Guests.plenty;
import static dev.dormouse.invoker.wasm.Guests.returned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.snapshot.Ticker;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FuelTest {
    private static final CompiledModule LIMITED = Guests.load("limits");

    private final Instance instance = LIMITED.instantiate(NO_CONTEXT, LIMITS, Guests.memory());

    @Test
    void backwardJumpCostsOneUnit() {
        Budget budget = plenty();

        returned(instance.call("count", budget, 5_001));

        assertThat(budget.fuelUsed()).isEqualTo(5_000);
    }

    @Test
    void callCostsOneUnit() {
        Budget budget = plenty();

        returned(instance.call("fibonacci", budget, 10));

        assertThat(budget.fuelUsed()).isEqualTo(176);
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1", "0, 64, 1", "0, 65, 2", "4090, 12, 2", "0, 65536, 1024"})
    void fillCostsOneUnitPer64BytesOfEachGranule(long at, long length, long expected) {
        Budget budget = plenty();

        returned(instance.call("fill", budget, at, 7, length));

        assertThat(budget.fuelUsed()).isEqualTo(expected);
    }

    @Test
    void growingCostsOneUnitPerPageAndPerEntry() {
        Budget budget = plenty();

        returned(instance.call("grow_memory", budget, 3));
        returned(instance.call("grow_table", budget, 40));

        assertThat(budget.fuelUsed()).isEqualTo(43);
    }

    @Test
    void sameCallUsesTheSameFuelInFreshAndResumedInstances() {
        long first = fuelOfFibonacci(instance);

        assertThat(fuelOfFibonacci(LIMITED.instantiate(NO_CONTEXT, LIMITS, Guests.memory())))
                .isEqualTo(first);
        assertThat(fuelOfFibonacci(LIMITED.resume(instance.capture(Map.of()), NO_CONTEXT, LIMITS, Guests.memory())))
                .isEqualTo(first);
    }

    private static long fuelOfFibonacci(Instance instance) {
        Budget budget = plenty();
        returned(instance.call("fibonacci", budget, 20));
        return budget.fuelUsed();
    }

    @Test
    void callWithJustEnoughFuelReturns() {
        assertThat(instance.call("count", fuel(5_000), 5_001)).isEqualTo(new Completion.Returned(5_001));
    }

    @Test
    void callWithOneUnitLessEndsOutOfFuelAndUsedAllOfIt() {
        Budget budget = fuel(4_999);

        assertThat(instance.call("count", budget, 5_001)).isEqualTo(new Completion.OutOfFuel());
        assertThat(budget.fuelUsed()).isEqualTo(4_999);
    }

    @Test
    void callsOfOneInvocationShareItsFuel() {
        Budget budget = fuel(1_500);
        returned(instance.call("count", budget, 1_001));

        assertThat(instance.call("count", budget, 1_001)).isEqualTo(new Completion.OutOfFuel());
    }

    @Test
    void budgetWithoutFuelRunsNothing() {
        assertThat(instance.call("load", fuel(0), 0)).isEqualTo(new Completion.OutOfFuel());
    }

    @ParameterizedTest
    @ValueSource(strings = {"fill_for_ever", "recurse"})
    void endlessGuestEndsWithItsFuel(String export) {
        assertThat(instance.call(export, fuel(3_000))).isEqualTo(new Completion.OutOfFuel());
    }

    @ParameterizedTest
    @ValueSource(strings = {"fill_for_ever", "count"})
    void endlessGuestEndsAtItsDeadline(String export) {
        long[] arguments = export.equals("count") ? new long[] {Long.MAX_VALUE} : new long[0];
        Budget budget = new Budget(Long.MAX_VALUE, 20_000, clockThatMovesWhenRead());

        assertThat(instance.call(export, budget, arguments)).isEqualTo(new Completion.PastDeadline());
    }

    @Test
    void deadlineIsLookedAtOncePerSlice() {
        AtomicLong readings = new AtomicLong();
        Budget budget = new Budget(10L * Budget.SLICE, Long.MAX_VALUE, () -> {
            readings.incrementAndGet();
            return 0;
        });

        instance.call("fill_for_ever", budget);

        assertThat(readings).hasValue(10);
    }

    @Test
    void guestInsideCatchAllEndsAtItsDeadline() {
        Instance catching = Guests.instance("catching");
        for (String export : new String[] {"handle", "thrower"}) {
            Instance fresh = Guests.load("catching").instantiate(NO_CONTEXT, LIMITS, Guests.memory());
            Budget budget = new Budget(Long.MAX_VALUE, 20_000, clockThatMovesWhenRead());
            assertThat(fresh.call(export, budget)).as(export).isEqualTo(new Completion.PastDeadline());
        }
        assertThat(catching.call("diver", plenty())).isEqualTo(new Completion.Trapped("call stack exhausted"));
    }

    @Test
    void tailCallCostsOneUnit() {
        Budget budget = plenty();

        returned(Guests.instance("tail").call("down", budget, 5_000));

        assertThat(budget.fuelUsed()).isEqualTo(5_000);
    }

    @Test
    void endlessTailCallsEndAtTheDeadline() {
        Budget direct = new Budget(Long.MAX_VALUE, 20_000, clockThatMovesWhenRead());
        Budget indirect = new Budget(Long.MAX_VALUE, 20_000, clockThatMovesWhenRead());

        assertThat(Guests.instance("tail").call("direct", direct)).isEqualTo(new Completion.PastDeadline());
        assertThat(Guests.instance("tail").call("indirect", indirect, 0)).isEqualTo(new Completion.PastDeadline());
    }

    @Test
    void functionTooLargeForTheJvmIsInterpretedAndEndsAtItsDeadline() {
        CompiledModule huge = Guests.load(HostileModules.endlessFunction(40_000));
        assertThat(huge.facts().interpretedFunctions()).containsExactly(new ModuleFacts.LargeFunction(0, 65_536));
        Budget budget = new Budget(Long.MAX_VALUE, 200_000, clockThatMovesWhenRead());

        assertThat(huge.instantiate(NO_CONTEXT, LIMITS, Guests.memory()).call("run", budget))
                .isEqualTo(new Completion.PastDeadline());
    }

    @Test
    void interpretedFunctionCostsOneUnitPerInstruction() {
        CompiledModule huge = Guests.load(HostileModules.endlessFunction(40_000));
        Budget budget = fuel(100_000);

        assertThat(huge.instantiate(NO_CONTEXT, LIMITS, Guests.memory()).call("run", budget))
                .isEqualTo(new Completion.OutOfFuel());
        assertThat(budget.fuelUsed()).isEqualTo(100_000);
    }

    @Test
    void moduleWithoutMemoryEndsAtItsDeadline() {
        Budget budget = new Budget(Long.MAX_VALUE, 20_000, clockThatMovesWhenRead());

        assertThat(Guests.instance("plain").call("spin", budget)).isEqualTo(new Completion.PastDeadline());
    }

    @Test
    void callPastTheDeadlineRunsNothing() {
        assertThat(instance.call("load", new Budget(1_000, -1, Guests.stoppedClock()), 0))
                .isEqualTo(new Completion.PastDeadline());
    }

    @Test
    void cancelledCallEnds() {
        Budget[] budget = new Budget[1];
        budget[0] = new Budget(Long.MAX_VALUE, Long.MAX_VALUE, new Ticker() {
            private int readings;

            @Override
            public long nanos() {
                if (++readings == 100) {
                    budget[0].cancel();
                }
                return 0;
            }
        });

        assertThat(instance.call("fill_for_ever", budget[0])).isEqualTo(new Completion.Cancelled());
    }

    @Test
    void budgetRefusesNegativeFuel() {
        assertThatThrownBy(() -> fuel(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    /** A clock that goes on by a microsecond each time that somebody looks. */
    private static Ticker clockThatMovesWhenRead() {
        AtomicLong now = new AtomicLong();
        return () -> now.addAndGet(1_000);
    }
}
