package dev.dormouse.invoker.wasm;

import static dev.dormouse.invoker.wasm.Guests.LIMITS;
import static dev.dormouse.invoker.wasm.Guests.NO_CONTEXT;
import static dev.dormouse.invoker.wasm.Guests.plenty;
import static dev.dormouse.invoker.wasm.Guests.returned;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.snapshot.Ticker;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A thousand guests that would never end, one after the other: each is ended, and the next one finds all as it was. */
class EndedInARowTest {
    private static final CompiledModule MODULE = Guests.load("limits");
    private static final int GUESTS = 1_000;
    private static final long FUEL = 100_000;

    /** Ways not to end: a loop, calls, bulk operations in a loop, and recursion. */
    private static final List<BiFunction<Instance, Budget, Completion>> ENDLESS = List.of(
            (guest, budget) -> guest.call("count", budget, Long.MAX_VALUE),
            (guest, budget) -> guest.call("fibonacci", budget, 90),
            (guest, budget) -> guest.call("fill_for_ever", budget),
            (guest, budget) -> guest.call("recurse", budget));

    @Test
    void eachOfAThousandIsEndedByItsFuelOrItsStack() {
        MemoryBudget memory = new MemoryBudget(64 << 20);
        for (int i = 0; i < GUESTS; i++) {
            try (MemoryReservation reservation = memory.open()) {
                Instance guest = MODULE.instantiate(NO_CONTEXT, LIMITS, reservation);
                Budget budget = Guests.fuel(FUEL);

                Completion end = ENDLESS.get(i % ENDLESS.size()).apply(guest, budget);

                if (!end.equals(new Completion.OutOfFuel())) {
                    assertThat(end).isEqualTo(new Completion.Trapped("call stack exhausted"));
                }
                assertThat(budget.fuelUsed()).isPositive().isLessThanOrEqualTo(FUEL);
            }
        }
        assertThat(memory.reservedBytes()).isZero();
        assertThat(returned(
                        MODULE.instantiate(NO_CONTEXT, LIMITS, Guests.memory()).call("fibonacci", plenty(), 10)))
                .isEqualTo(55);
    }

    /** In the thread's own time, so that it is the guest that is measured and not what else runs on the machine. */
    @Test
    @Tag("soak")
    void eachOfAThousandEndsWithinATenthOfASecondOfItsDeadline() {
        Ticker time = ManagementFactory.getThreadMXBean()::getCurrentThreadCpuTime;
        long deadlineNanos = 20_000_000;
        List<Long> lateNanos = new ArrayList<>();
        for (int i = 0; i < GUESTS; i++) {
            Instance guest = MODULE.instantiate(NO_CONTEXT, LIMITS, Guests.memory());
            long until = time.nanos() + deadlineNanos;
            Budget budget = new Budget(Long.MAX_VALUE, until, time);

            Completion end = ENDLESS.get(i % ENDLESS.size()).apply(guest, budget);

            lateNanos.add(time.nanos() - until);
            if (!end.equals(new Completion.PastDeadline())) {
                assertThat(end).isEqualTo(new Completion.Trapped("call stack exhausted"));
            }
        }
        assertThat(lateNanos).allSatisfy(late -> assertThat(late).isLessThan(100_000_000));
    }
}
