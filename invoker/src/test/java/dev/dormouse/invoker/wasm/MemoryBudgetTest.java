package dev.dormouse.invoker.wasm;

import static dev.dormouse.invoker.wasm.Guests.plenty;
import static dev.dormouse.invoker.wasm.Guests.returned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {
    private static final int CHUNK = MemoryReservation.CHUNK_BYTES;

    private final MemoryBudget budget = new MemoryBudget(4L * CHUNK);

    @Test
    void reservesInChunksAndGivesAllBackWhenClosed() {
        MemoryReservation one = budget.open();
        assertThat(budget.reservedBytes()).isZero();
        one.take(1);
        one.take(CHUNK - 1);
        assertThat(budget.reservedBytes()).isEqualTo(CHUNK);
        one.take(1);
        assertThat(budget.reservedBytes()).isEqualTo(2L * CHUNK);

        one.close();
        one.close();

        assertThat(budget.reservedBytes()).isZero();
    }

    @Test
    void stopsTheGuestThatWouldTakeMoreThanThereIsAndNamesTheSetting() {
        MemoryReservation one = budget.open();
        one.take(3L * CHUNK);
        MemoryReservation other = budget.open();

        assertThatThrownBy(() -> other.take(CHUNK + 1L))
                .isInstanceOfSatisfying(
                        GuestStop.class,
                        stop -> assertThat(stop.completion()).isInstanceOf(Completion.RuntimeFull.class))
                .hasMessageContaining("guest-memory-max-bytes");

        assertThat(budget.reservedBytes()).isEqualTo(3L * CHUNK);
        other.take(CHUNK);
        assertThat(budget.reservedBytes()).isEqualTo(budget.maxBytes());
    }

    @Test
    void takesTheLastBytesThoughNoWholeChunkIsLeft() {
        MemoryReservation one = budget.open();
        one.take(4L * CHUNK - 10);
        budget.open().take(10);
        assertThat(budget.reservedBytes()).isEqualTo(budget.maxBytes());
    }

    @Test
    void keepsWhatWasGivenBackUntilItIsTrimmed() {
        MemoryReservation one = budget.open();
        one.take(2L * CHUNK);
        one.giveBack(CHUNK);
        assertThat(budget.reservedBytes()).isEqualTo(2L * CHUNK);
        one.take(CHUNK);
        assertThat(budget.reservedBytes()).isEqualTo(2L * CHUNK);
        one.giveBack(CHUNK + 1L);

        one.trim();

        assertThat(budget.reservedBytes()).isEqualTo(CHUNK - 1L);
    }

    @Test
    void letsAnAnswerOutliveItsInstance() {
        MemoryReservation instance = budget.open();
        instance.take(CHUNK);
        instance.giveBack(100);
        MemoryReservation answer = instance.split(100);
        instance.close();
        assertThat(budget.reservedBytes()).isEqualTo(100);

        answer.close();

        assertThat(budget.reservedBytes()).isZero();
    }

    @Test
    void holdsItsBoundWhenManyThreadsReserveAtOnce() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(Thread.ofPlatform().start(this::reserveAndClose));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(budget.reservedBytes()).isZero();
    }

    private void reserveAndClose() {
        for (int round = 0; round < 1_000; round++) {
            try (MemoryReservation one = budget.open()) {
                one.take(CHUNK);
                one.take(CHUNK);
                assertThat(budget.reservedBytes()).isBetween(2L * CHUNK, budget.maxBytes());
            } catch (GuestStop full) {
                assertThat(full.completion()).isInstanceOf(Completion.RuntimeFull.class);
            }
        }
    }

    @Test
    void countsAGranuleOnceHoweverOftenItIsCapturedAndWritten() {
        MemoryReservation reservation = Guests.memory();
        CowMemory memory = CowMemory.zeros(1, 1, reservation);
        memory.writeI32(0, 1);
        reservation.trim();
        long one = reservation.reservedBytes();
        for (int i = 2; i < 10; i++) {
            assertThat(memory.share().size()).isEqualTo(16);
            memory.writeI32(0, i);
        }
        reservation.trim();
        assertThat(reservation.reservedBytes()).isEqualTo(one);

        memory.writeI32(4096, 1);
        reservation.trim();
        assertThat(reservation.reservedBytes()).isEqualTo(one + 4096 + 16);

        memory.fill((byte) 0, 0, 8192);
        reservation.trim();
        assertThat(reservation.reservedBytes()).isEqualTo(one - 4096 - 16);
    }

    @Test
    void guestThatFindsNoRoomEndsAsRuntimeFull() {
        CompiledModule module = Guests.load("limits");
        MemoryReservation small = new MemoryBudget(CHUNK).open();
        Instance instance = module.instantiate(Guests.NO_CONTEXT, Guests.LIMITS, small);

        Completion completion = instance.call("fill", plenty(), 0, 1, 1 << 16);

        assertThat(completion).isInstanceOf(Completion.RuntimeFull.class);
        small.close();
    }

    @Test
    void resumeThatFindsNoRoomForItsPointersIsStopped() {
        CompiledModule module = Guests.load("limits");
        Instance large = module.instantiate(Guests.NO_CONTEXT, Guests.LIMITS, Guests.memory());
        assertThat(returned(large.call("grow_memory", plenty(), 200))).isNotEqualTo(0xFFFF_FFFFL);
        MemoryBudget tiny = new MemoryBudget(CHUNK);
        tiny.open().take(CHUNK - 100);

        assertThatThrownBy(() -> module.resume(large.capture(Map.of()), Guests.NO_CONTEXT, Guests.LIMITS, tiny.open()))
                .isInstanceOfSatisfying(
                        GuestStop.class,
                        stop -> assertThat(stop.completion()).isInstanceOf(Completion.RuntimeFull.class));
    }
}
