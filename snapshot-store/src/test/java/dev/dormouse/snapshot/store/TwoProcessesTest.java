package dev.dormouse.snapshot.store;

import static dev.dormouse.snapshot.store.World.agent;
import static dev.dormouse.snapshot.store.World.committed;
import static dev.dormouse.snapshot.store.World.diary;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.SnapshotStoreObserver;
import dev.dormouse.snapshot.object.GatedStore;
import dev.dormouse.snapshot.object.ScriptedStore;
import dev.dormouse.snapshot.object.ScriptedStore.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two processes on one store: fencing, repeated commits, lost and late answers, and a process that was stopped. */
class TwoProcessesTest {
    /** Agents of one partition, so that their commits meet. */
    private static final AgentId ANNA = agent("anna");

    private static final AgentId BERTA = inPartitionOf(ANNA);

    private final World world = new World();
    private final ScriptedStore script = new ScriptedStore(world.objects);
    private SnapshotStore one;
    private SnapshotStore other;

    private static AgentId inPartitionOf(AgentId agent) {
        for (int i = 0; ; i++) {
            AgentId candidate = agent("berta" + i);
            if (candidate.partition(2) == agent.partition(2)) {
                return candidate;
            }
        }
    }

    @BeforeEach
    void open() throws IOException {
        one = world.process(script);
        other = world.process();
    }

    @Test
    void repeatsTheCommitsOfAgentsThatTheOtherDidNotTouch() throws Exception {
        Snapshot anna = world.send(one, ANNA, "a");
        world.send(other, BERTA, "b");

        assertThat(diary(committed(world.commit(one, anna, "c")))).containsExactly("a", "c");

        assertThat(diary(one.load(BERTA).orElseThrow())).containsExactly("b");
    }

    @Test
    void fencesTheCommitsOfAgentsThatTheOtherDidTouch() throws Exception {
        Snapshot anna = world.send(one, ANNA, "a");
        world.send(other, ANNA, "b");

        assertThat(world.commit(one, anna, "c")).isInstanceOf(Commit.Fenced.class);

        Snapshot newest = one.load(ANNA).orElseThrow();
        assertThat(diary(newest)).containsExactly("a", "b");
        assertThat(diary(committed(world.commit(one, newest, "c")))).containsExactly("a", "b", "c");
    }

    @Test
    void tellsWhichAgentsWereChangedElsewhere() throws Exception {
        List<AgentId> changed = new ArrayList<>();
        world.observer = new SnapshotStoreObserver() {
            @Override
            public void changedElsewhere(AgentId agent) {
                changed.add(agent);
            }
        };
        SnapshotStore watching = world.process();
        world.send(watching, BERTA, "x");
        world.send(other, ANNA, "a");

        world.send(watching, BERTA, "y");

        assertThat(changed).containsExactly(ANNA);
    }

    @Test
    void servesAtOnceWhatADeadProcessHadCommitted() throws Exception {
        for (int i = 0; i < 20; i++) {
            world.send(one, ANNA, "m" + i);
        }

        assertThat(diary(world.send(other, ANNA, "next"))).hasSize(21);
    }

    @Test
    void recognisesItsOwnCommitWhenTheAnswerIsLost() throws Exception {
        Snapshot anna = world.send(one, ANNA, "a");
        script.next(Fault.APPLIED_ANSWER_LOST);

        assertThat(diary(committed(world.commit(one, anna, "b")))).containsExactly("a", "b");
        assertThat(diary(other.load(ANNA).orElseThrow())).containsExactly("a", "b");
    }

    @Test
    void sendsACommitAgainThatDidNotArrive() throws Exception {
        Snapshot anna = world.send(one, ANNA, "a");
        script.next(Fault.NOT_APPLIED, Fault.NOT_APPLIED);

        assertThat(diary(committed(world.commit(one, anna, "b")))).containsExactly("a", "b");
    }

    @Test
    void findsThatTheOtherWasFirstWhenTheAnswerIsLost() throws Exception {
        Snapshot anna = world.send(one, ANNA, "a");
        world.send(other, ANNA, "b");
        script.next(Fault.NOT_APPLIED);

        assertThat(world.commit(one, anna, "c")).isInstanceOf(Commit.Fenced.class);
    }

    @Test
    void saysWhenItDoesNotKnowAndGoesOnFromWhatIsThere() throws Exception {
        Snapshot anna = world.send(one, ANNA, "a");
        script.next(Fault.NOT_APPLIED, Fault.NOT_APPLIED, Fault.NOT_APPLIED, Fault.HELD_BACK);

        assertThat(world.commit(one, anna, "b")).isInstanceOf(Commit.Unknown.class);
        assertThat(diary(one.load(ANNA).orElseThrow())).containsExactly("a");
        script.release();

        Snapshot now = one.load(ANNA).orElseThrow();
        assertThat(world.commit(one, now, "c")).as("the late one was first").isInstanceOf(Commit.Fenced.class);
        assertThat(one.load(ANNA).orElseThrow().answerTo("b")).isPresent();
        assertThat(diary(world.send(one, ANNA, "c"))).containsExactly("a", "b", "c");
    }

    @Test
    void refusesALateCommitOnceTheSlotIsTaken() throws Exception {
        Snapshot anna = world.send(one, ANNA, "a");
        script.next(Fault.HELD_BACK, Fault.NOT_APPLIED, Fault.NOT_APPLIED, Fault.NOT_APPLIED);
        assertThat(world.commit(one, anna, "b")).isInstanceOf(Commit.Unknown.class);
        world.send(other, ANNA, "c");

        script.release();

        assertThat(diary(world.process().load(ANNA).orElseThrow())).containsExactly("a", "c");
    }

    @Test
    void neverAnswersIntoADeletedSlotAfterALongStop() throws Exception {
        GatedStore gate = new GatedStore(world.objects, false);
        SnapshotStore stopped = world.process(gate);
        Snapshot anna = world.send(stopped, ANNA, "a");

        assertThat(commitStoppedForADay(stopped, anna, gate)).isInstanceOf(Commit.Unknown.class);
        assertThat(diary(world.process().load(ANNA).orElseThrow())).doesNotContain("b");
        assertThat(diary(world.send(stopped, ANNA, "c"))).startsWith("a", "m0").endsWith("last", "c");
    }

    @Test
    void answersACommitThatWasInTimeHoweverLongItsProcessWasStopped() throws Exception {
        GatedStore gate = new GatedStore(world.objects, true);
        SnapshotStore stopped = world.process(gate);
        Snapshot anna = world.send(stopped, ANNA, "a");

        // It cannot tell in-time from too late, so it asks to be sent again; nothing is lost, nothing doubled.
        assertThat(commitStoppedForADay(stopped, anna, gate)).isInstanceOf(Commit.Unknown.class);
        assertThat(diary(stopped.load(ANNA).orElseThrow())).startsWith("a", "b", "m0");
    }

    /** What {@code stopped} makes of a commit of "b" in which it stands still at the gate while others go on for a day. */
    private Commit commitStoppedForADay(SnapshotStore stopped, Snapshot anna, GatedStore gate) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            gate.arm();
            Future<Commit> commit = threads.submit(() -> world.commit(stopped, anna, "b"));
            gate.awaitReached();
            goOnForADay();
            gate.open();
            return commit.get();
        }
    }

    @Test
    void doesNotBelieveASegmentThatALateWriteLeftInADeletedSlot() throws Exception {
        Snapshot anna = world.send(one, ANNA, "a");
        SnapshotStore reader = world.process();
        assertThat(diary(reader.load(ANNA).orElseThrow())).containsExactly("a");
        script.next(Fault.HELD_BACK, Fault.NOT_APPLIED, Fault.NOT_APPLIED, Fault.NOT_APPLIED);
        assertThat(world.commit(one, anna, "b")).isInstanceOf(Commit.Unknown.class);
        goOnForADay();

        script.release();
        reader.refresh(ANNA);

        assertThat(reader.load(ANNA).orElseThrow().answerTo("b")).isEmpty();
        assertThat(diary(reader.load(ANNA).orElseThrow())).endsWith("last");
    }

    @Test
    void loadsAnewWhenWhatItKnewOfWasDeletedMeanwhile() throws Exception {
        world.send(one, ANNA, "a");
        one.checkpoint();
        SnapshotStore stopped = world.process();
        assertThat(stopped.describe(ANNA)).isPresent();
        goOnForADay();

        assertThat(diary(stopped.load(ANNA).orElseThrow())).endsWith("last");
    }

    /** The other process commits, writes indexes, and deletes what they cover when it is old enough. */
    private void goOnForADay() throws IOException {
        for (int i = 0; i < 20; i++) {
            world.send(other, ANNA, "m" + i);
        }
        other.checkpoint();
        world.clock.advance(Duration.ofHours(25));
        world.send(other, ANNA, "last");
        other.collect();
        assertThat(world.objects
                        .list("log/000" + ANNA.partition(2), "")
                        .getFirst()
                        .key())
                .as("the first slots are gone")
                .doesNotEndWith("0000")
                .doesNotEndWith("0001");
    }
}
