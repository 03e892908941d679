package dev.dormouse.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.FunctionName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One message of an agent at a time. */
@Timeout(60)
class MailboxTest {
    private static final FunctionName FUNCTION = new FunctionName("counter");
    private static final AgentId ANNA = new AgentId(FUNCTION, "anna");
    private static final AgentId BEN = new AgentId(FUNCTION, "ben");
    private static final long FAR = Duration.ofHours(1).toNanos();

    private final AtomicLong now = new AtomicLong();
    private final Scheduler scheduler = scheduler(8, Duration.ofSeconds(60));

    private Scheduler scheduler(int process, Duration keepAlive) {
        return new Scheduler(
                new SchedulerSettings(process, process, 8, 8, 3, Duration.ofSeconds(1), keepAlive), now::get);
    }

    private static AdmissionRequest message(AgentId agent) {
        return new AdmissionRequest.Message(agent, 0, FAR);
    }

    private static Activation admitted(Admission admission) {
        return switch (admission) {
            case Admission.Admitted granted -> granted.activation();
            case Admission.Rejected rejected -> throw new AssertionError("rejected: " + rejected);
        };
    }

    private void awaitWaiting(int count) {
        while (scheduler.waiting(ANNA) < count) {
            Thread.onSpinWait();
        }
    }

    @Test
    void messagesTakeTurnsInTheOrderOfTheirArrival() throws Exception {
        Activation first = admitted(scheduler.admit(message(ANNA)));
        LinkedBlockingQueue<Integer> order = new LinkedBlockingQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int number = i;
            threads.add(Thread.startVirtualThread(() -> {
                Activation mine = admitted(scheduler.admit(message(ANNA)));
                order.add(number);
                scheduler.complete(mine, Outcome.OK, Usage.NONE);
            }));
            awaitWaiting(i + 1);
        }
        assertThat(scheduler.admit(message(ANNA)))
                .isEqualTo(new Admission.Rejected(Admission.Reason.AGENT_AT_LIMIT, Duration.ofSeconds(1)));
        scheduler.complete(admitted(scheduler.admit(message(BEN))), Outcome.OK, Usage.NONE);
        assertThat(order).isEmpty();
        scheduler.complete(first, Outcome.OK, Usage.NONE);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(order).containsExactly(0, 1, 2);
        assertThat(scheduler.busyAgents()).isZero();
    }

    @Test
    void aMessageThatWaitsForItsTurnHoldsNoRoom() throws Exception {
        Scheduler narrow = scheduler(2, Duration.ofSeconds(60));
        Activation first = admitted(narrow.admit(message(ANNA)));
        Thread waiter = Thread.startVirtualThread(
                () -> narrow.complete(admitted(narrow.admit(message(ANNA))), Outcome.OK, Usage.NONE));
        while (narrow.waiting(ANNA) < 1) {
            Thread.onSpinWait();
        }
        Activation other = admitted(narrow.admit(message(BEN)));
        assertThat(narrow.running()).isEqualTo(2);
        narrow.complete(other, Outcome.OK, Usage.NONE);
        narrow.complete(first, Outcome.OK, Usage.NONE);
        waiter.join();
        assertThat(narrow.running()).isZero();
    }

    @Test
    void aChangeWaitsForTheTurnAndTakesNoRoom() {
        Activation change = admitted(scheduler.admit(new AdmissionRequest.Control(ANNA, FAR)));
        assertThat(scheduler.running()).isZero();
        assertThat(scheduler.busy(ANNA)).isTrue();
        assertThat(scheduler.admit(new AdmissionRequest.Message(ANNA, 0, 0)))
                .isEqualTo(new Admission.Rejected(Admission.Reason.DEADLINE_PASSED, Duration.ofSeconds(1)));
        scheduler.complete(change, Outcome.OK, Usage.NONE);
        assertThat(scheduler.busy(ANNA)).isFalse();
    }

    @Test
    void whoGivesUpAtTheNextGateGivesTheTurnBack() {
        Scheduler full = scheduler(1, Duration.ofSeconds(60));
        Activation other = admitted(full.admit(message(BEN)));
        assertThat(full.admit(new AdmissionRequest.Message(ANNA, 0, 0))).isInstanceOf(Admission.Rejected.class);
        assertThat(full.busy(ANNA)).isFalse();
        full.complete(other, Outcome.OK, Usage.NONE);
    }

    @Test
    void idleAgentsHaveNoMailbox() {
        for (int i = 0; i < 10_000; i++) {
            Activation turn = admitted(scheduler.admit(message(new AgentId(FUNCTION, "agent-" + i))));
            scheduler.complete(turn, Outcome.OK, Usage.NONE);
        }
        assertThat(scheduler.busyAgents()).isZero();
    }

    @Test
    void whatBecomesOfAnInstanceDependsOnTheOutcomeAndTheKeepAlive() {
        assertThat(scheduler.complete(admitted(scheduler.admit(message(ANNA))), Outcome.OK, Usage.NONE))
                .isEqualTo(new Disposition.KeepWarm(Duration.ofSeconds(60).toNanos()));
        assertThat(scheduler.complete(admitted(scheduler.admit(message(ANNA))), Outcome.TRAP, Usage.NONE))
                .isEqualTo(new Disposition.Terminate());
        Scheduler eager = scheduler(1, Duration.ZERO);
        assertThat(eager.complete(admitted(eager.admit(message(ANNA))), Outcome.OK, Usage.NONE))
                .isEqualTo(new Disposition.Suspend());
    }
}
