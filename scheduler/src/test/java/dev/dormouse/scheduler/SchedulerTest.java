package dev.dormouse.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.snapshot.FunctionName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SchedulerTest {
    private static final FunctionName BUSY = new FunctionName("busy");
    private static final FunctionName QUIET = new FunctionName("quiet");
    private static final long FAR = Duration.ofHours(1).toNanos();

    private final AtomicLong now = new AtomicLong();

    private Scheduler scheduler(int process, int function, int waiting, int functionWaiting) {
        return new Scheduler(
                new SchedulerSettings(
                        process, function, waiting, functionWaiting, 2, Duration.ofSeconds(3), Duration.ofSeconds(60)),
                now::get);
    }

    private static AdmissionRequest request(FunctionName function) {
        return new AdmissionRequest.Stateless(function, 0, FAR);
    }

    private static Activation admitted(Admission admission) {
        return switch (admission) {
            case Admission.Admitted granted -> granted.activation();
            case Admission.Rejected rejected -> throw new AssertionError("rejected: " + rejected);
        };
    }

    @Test
    void admitsUpToTheFunctionsLimitAndThenWaitsInOrder() throws Exception {
        Scheduler scheduler = scheduler(10, 1, 10, 10);
        Activation first = admitted(scheduler.admit(request(BUSY)));
        BlockingQueue<Integer> order = new LinkedBlockingQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int number = i;
            threads.add(Thread.startVirtualThread(() -> {
                Activation mine = admitted(scheduler.admit(request(BUSY)));
                order.add(number);
                scheduler.complete(mine, Outcome.OK, Usage.NONE);
            }));
            awaitWaiting(scheduler, i + 1);
        }
        assertThat(order).isEmpty();
        scheduler.complete(first, Outcome.OK, Usage.NONE);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(order).containsExactly(0, 1, 2);
    }

    @Test
    void rejectsWhenTheFunctionsQueueIsFull() throws Exception {
        Scheduler scheduler = scheduler(10, 1, 10, 1);
        Activation first = admitted(scheduler.admit(request(BUSY)));
        Thread waiter = Thread.startVirtualThread(
                () -> scheduler.complete(admitted(scheduler.admit(request(BUSY))), Outcome.OK, Usage.NONE));
        awaitWaiting(scheduler, 1);

        assertThat(scheduler.admit(request(BUSY)))
                .isEqualTo(new Admission.Rejected(Admission.Reason.FUNCTION_AT_LIMIT, Duration.ofSeconds(3)));
        scheduler.complete(first, Outcome.OK, Usage.NONE);
        waiter.join();
        scheduler.complete(admitted(scheduler.admit(request(BUSY))), Outcome.OK, Usage.NONE);
    }

    @Test
    void aBusyFunctionDoesNotKeepItsNeighbourOut() {
        Scheduler scheduler = scheduler(2, 1, 1, 1);
        admitted(scheduler.admit(request(BUSY)));
        assertThat(scheduler.admit(request(QUIET))).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void rejectsWhenTheProcessIsFullAndGivesTheFunctionsRoomBack() {
        now.set(5);
        Scheduler scheduler = scheduler(1, 1, 1, 1);
        Activation running = admitted(scheduler.admit(request(BUSY)));
        AdmissionRequest late = new AdmissionRequest.Stateless(QUIET, 0, 5);
        assertThat(scheduler.admit(late))
                .isEqualTo(new Admission.Rejected(Admission.Reason.DEADLINE_PASSED, Duration.ofSeconds(3)));
        scheduler.complete(running, Outcome.OK, Usage.NONE);
        assertThat(scheduler.admit(late)).isInstanceOf(Admission.Admitted.class);
    }

    @Test
    void rejectsInsteadOfWaitingPastTheDeadline() {
        Scheduler scheduler = scheduler(1, 1, 1, 1);
        admitted(scheduler.admit(request(BUSY)));
        now.set(100);
        assertThat(scheduler.admit(new AdmissionRequest.Stateless(BUSY, 0, 100)))
                .isEqualTo(new Admission.Rejected(Admission.Reason.DEADLINE_PASSED, Duration.ofSeconds(3)));
    }

    @Test
    void aRevisionMayAllowLessThanTheDefaultButNotMore() {
        now.set(1);
        Scheduler scheduler = scheduler(10, 2, 10, 10);
        admitted(scheduler.admit(new AdmissionRequest.Stateless(BUSY, 1, 1)));
        assertThat(scheduler.admit(new AdmissionRequest.Stateless(BUSY, 1, 1))).isInstanceOf(Admission.Rejected.class);
        assertThat(scheduler.admit(new AdmissionRequest.Stateless(BUSY, 9, 1))).isInstanceOf(Admission.Admitted.class);
        assertThat(scheduler.admit(new AdmissionRequest.Stateless(BUSY, 9, 1))).isInstanceOf(Admission.Rejected.class);
    }

    @Test
    void takesNoNewWorkOnceItIsStopping() {
        Scheduler scheduler = scheduler(1, 1, 1, 1);
        Activation running = admitted(scheduler.admit(request(BUSY)));
        scheduler.stop();
        assertThat(scheduler.admit(request(QUIET)))
                .isEqualTo(new Admission.Rejected(Admission.Reason.STOPPING, Duration.ofSeconds(3)));
        scheduler.complete(running, Outcome.OK, Usage.NONE);
        assertThat(scheduler.running()).isZero();
    }

    @Test
    void refusesToCompleteAnActivationTwice() {
        Scheduler scheduler = scheduler(1, 1, 1, 1);
        Activation activation = admitted(scheduler.admit(request(BUSY)));
        scheduler.complete(activation, Outcome.OK, Usage.NONE);
        assertThatThrownBy(() -> scheduler.complete(activation, Outcome.OK, Usage.NONE))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void neverLetsMoreInThanTheLimitUnderContention() throws Exception {
        Scheduler scheduler = scheduler(3, 3, 1_000, 1_000);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            threads.add(Thread.startVirtualThread(() -> {
                awaitUninterrupted(start);
                for (int round = 0; round < 50; round++) {
                    Activation mine = admitted(scheduler.admit(request(BUSY)));
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    Thread.onSpinWait();
                    inside.decrementAndGet();
                    scheduler.complete(mine, Outcome.OK, Usage.NONE);
                }
            }));
        }
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(most.get()).isBetween(1, 3);
        assertThat(scheduler.running()).isZero();
    }

    private static void awaitWaiting(Scheduler scheduler, int count) {
        while (scheduler.waiting(BUSY) < count) {
            Thread.onSpinWait();
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
