package dev.dormouse.snapshot.store;

import static dev.dormouse.snapshot.store.World.agent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.object.FaultPoints;
import dev.dormouse.snapshot.object.ManualClock;
import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.object.directory.DirectoryObjectStore;
import dev.dormouse.snapshot.object.faults.FaultPointStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A workload is run once to number its crash points, then once for each of them, and ended there; a new process goes
 * on from what is stored, the clients send again what was not answered, and the diaries are audited.
 *
 * <p>The end is an error that nothing catches, in the same virtual machine; what the operating system would keep of a
 * killed process is all in the store already, as no write of it is buffered here.
 */
class CrashSweepTest {
    private static final int AGENTS = 5;

    /** The process ends here. */
    private static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Counts the points and ends the process at one of them. */
    private static final class Countdown implements FaultPoints {
        private final long deadly;
        private final boolean torn;
        private long reached;

        Countdown(long deadly, boolean torn) {
            this.deadly = deadly;
            this.torn = torn;
        }

        @Override
        public void reach(String step) {
            if (++reached >= deadly) {
                throw new Death(); // from here on nothing of this process works any more
            }
        }

        @Override
        public int tornAt(int length) {
            return torn ? length / 2 : length;
        }
    }

    @Test
    void losesNothingWhereverTheProcessEnds() throws Exception {
        sweepHeap(23);
    }

    @Test
    @Tag("soak")
    void losesNothingAtAnyPoint() throws Exception {
        sweepHeap(1);
    }

    private static void sweepHeap(int step) throws Exception {
        long points = run(new World(), new Countdown(Long.MAX_VALUE, false), 200);
        assertThat(points).isGreaterThan(50);
        int ended = 0;
        for (long point = 1; point <= points; point += step) {
            run(new World(), new Countdown(point, false), 200);
            ended++;
        }
        System.err.println(
                "crash sweep, heap: " + points + " points, of which " + ended + ", 200 messages each, nothing lost");
    }

    @Test
    void losesNothingOnADirectoryWhereverTheProcessEnds(@TempDir Path root) throws Exception {
        sweepDirectory(root, 12, 19);
    }

    @Test
    @Tag("soak")
    void losesNothingOnADirectoryAtAnyPoint(@TempDir Path root) throws Exception {
        sweepDirectory(root, 40, 1);
    }

    private static void sweepDirectory(Path root, int messages, int step) throws Exception {
        long points = runOnDirectory(root.resolve("all"), Long.MAX_VALUE, messages);
        int ended = 0;
        for (long point = 1; point <= points; point += step) {
            runOnDirectory(root.resolve("at-" + point), point, messages);
            ended++;
        }
        System.err.println("crash sweep, directory: " + points + " points, of which " + ended + ", " + messages
                + " messages each, nothing lost");
    }

    private static long runOnDirectory(Path directory, long deadly, int messages) throws Exception {
        ManualClock clock = new ManualClock();
        Countdown points = new Countdown(deadly, true);
        Audit audit = new Audit(messages);
        // The lock ends with a process; here it has to be closed, which does nothing else.
        try (ObjectStore first = DirectoryObjectStore.open(directory, clock, points)) {
            serveUntilDeath(new World(new FaultPointStore(first, points)), points, audit);
        } catch (Death e) {
            // while it was opened
        }
        try (ObjectStore second = DirectoryObjectStore.open(directory, clock, FaultPoints.NONE)) {
            audit.finish(new World(second).process());
            audit.check(new World(second).process());
        }
        return points.reached;
    }

    private static long run(World world, Countdown points, int messages) throws Exception {
        Audit audit = new Audit(messages);
        World mortal = new World(new FaultPointStore(world.objects, points));
        serveUntilDeath(mortal, points, audit);
        audit.finish(world.process());
        audit.check(world.process());
        return points.reached;
    }

    private static void serveUntilDeath(World world, Countdown points, Audit audit) throws IOException {
        world.faults = points;
        try {
            SnapshotStore store = world.process();
            audit.finish(store);
            store.close();
        } catch (Death e) {
            // The process is gone, with all that it held in memory.
        }
    }

    /** What the clients know. */
    private static final class Audit {
        private final int messages;
        private final Set<String> answered = new HashSet<>();

        Audit(int messages) {
            this.messages = messages;
        }

        /** Sends every message that has no answer yet, and some again that have. */
        void finish(SnapshotStore store) throws IOException {
            World world = new World();
            for (int i = 0; i < messages; i++) {
                String message = "m" + i;
                if (!answered.contains(message)) {
                    send(world, store, i, message);
                }
                if (i % 5 == 4) {
                    send(world, store, i - 2, "m" + (i - 2));
                }
                if (i % 16 == 15) {
                    AgentId agent = agentOf(i);
                    store.pack(store.load(agent).orElseThrow(), new BitSet());
                }
            }
        }

        private void send(World world, SnapshotStore store, int number, String message) throws IOException {
            Snapshot snapshot = World.loadOrFresh(store, agentOf(number));
            if (snapshot.answerTo(message).isEmpty()) {
                World.committed(world.commit(store, snapshot, message));
            }
            answered.add(message);
        }

        private static AgentId agentOf(int message) {
            return agent("agent" + message % AGENTS);
        }

        /** Each message changed the state of its agent exactly once, in the order in which they were sent. */
        void check(SnapshotStore store) throws IOException {
            assertThat(answered).hasSize(messages);
            for (int number = 0; number < AGENTS; number++) {
                List<String> expected = new ArrayList<>();
                for (int i = number; i < messages; i += AGENTS) {
                    expected.add("m" + i);
                }
                Snapshot snapshot = store.load(agent("agent" + number)).orElseThrow();
                assertThat(World.diary(snapshot)).isEqualTo(expected);
                assertThat(snapshot.generation()).isEqualTo(expected.size());
            }
        }
    }
}
