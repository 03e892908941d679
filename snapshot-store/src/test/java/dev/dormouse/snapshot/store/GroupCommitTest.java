package dev.dormouse.snapshot.store;

import static dev.dormouse.snapshot.store.World.agent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.SnapshotStoreObserver;
import dev.dormouse.snapshot.log.LogSettings;
import dev.dormouse.snapshot.object.GatedStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GroupCommitTest {
    private final World world = new World();
    private final List<Integer> batches = new ArrayList<>();

    @Test
    void putsAllCommitsThatWaitIntoOneSegment() throws Exception {
        world.settings = settings(64, 64);

        List<Commit> commits = commitBehindAStandingOne(40);

        assertThat(commits).allSatisfy(commit -> assertThat(commit).isInstanceOf(Commit.Committed.class));
        assertThat(batches).containsExactly(1, 40);
    }

    @Test
    void boundsASegmentByItsNumberOfRecords() throws Exception {
        world.settings = settings(16, 100);

        assertThat(commitBehindAStandingOne(40)).hasOnlyElementsOfType(Commit.Committed.class);

        assertThat(batches).containsExactly(1, 16, 16, 8);
    }

    @Test
    void refusesMoreThanMayWait() throws Exception {
        world.settings = settings(64, 30);

        List<Commit> commits = commitBehindAStandingOne(40);

        assertThat(commits.stream().filter(Commit.Overloaded.class::isInstance)).hasSize(10);
        assertThat(batches).containsExactly(1, 30);
    }

    private static StoreSettings settings(int maxRecords, int maxWaiting) {
        LogSettings log = new LogSettings(
                1 << 20,
                maxRecords,
                maxWaiting,
                4,
                Duration.ofMillis(1),
                16,
                Duration.ofHours(1),
                Duration.ofDays(1),
                1_000);
        return new StoreSettings(1, log, 4, 1 << 20, 16, 1 << 16, Duration.ofHours(24), 16);
    }

    /** One commit stands in the store; the others come meanwhile; then it goes on. */
    private List<Commit> commitBehindAStandingOne(int number) throws Exception {
        AtomicInteger refused = new AtomicInteger();
        world.observer = new SnapshotStoreObserver() {
            @Override
            public void segmentWritten(int partition, int records, int bytes, long nanos) {
                batches.add(records);
            }
        };
        GatedStore gate = new GatedStore(world.objects, false);
        SnapshotStore store = world.process(gate);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            store.load(agent("first"));
            gate.arm();
            Future<Snapshot> first = threads.submit(() -> world.send(store, agent("first"), "m"));
            gate.awaitReached();
            List<Future<Commit>> others = new ArrayList<>();
            for (int i = 0; i < number; i++) {
                AgentId agent = agent("other" + i);
                others.add(threads.submit(() -> {
                    Commit commit = world.commit(store, Snapshot.fresh(agent, World.REVISION, World.BASE), "m");
                    refused.addAndGet(commit instanceof Commit.Overloaded ? 1 : 0);
                    return commit;
                }));
            }
            while (store.waitingCommits() + refused.get() < number) {
                Thread.onSpinWait();
            }
            gate.open();
            first.get();
            List<Commit> commits = new ArrayList<>();
            for (Future<Commit> other : others) {
                commits.add(other.get());
            }
            return commits;
        }
    }
}
