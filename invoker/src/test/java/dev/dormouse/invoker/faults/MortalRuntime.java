package dev.dormouse.invoker.faults;

import dev.dormouse.invoker.RuntimeFixture;
import dev.dormouse.scheduler.SchedulerSettings;
import dev.dormouse.snapshot.log.LogSettings;
import dev.dormouse.snapshot.object.FaultPoints;
import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.object.directory.DirectoryObjectStore;
import dev.dormouse.snapshot.object.faults.FaultPointStore;
import dev.dormouse.snapshot.store.StoreSettings;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A runtime on a directory, in a process of its own, that runs the {@link Workload} until it ends at a point. It says on
 * its standard output what it has acknowledged, and how many points it has passed if it comes to its end.
 *
 * <p>Its agents are suspended after each message, its logs are short, and its clock runs fast: so packing,
 * indexes and deletion happen all the time.
 */
final class MortalRuntime {
    static final String ACKNOWLEDGED = "acknowledged ";
    static final String POINTS = "points ";

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration STEP = Duration.ofMinutes(20);
    private static final Duration ALWAYS = Duration.ofDays(10_000);
    private static final LogSettings SHORT_LOG = LogSettings.DEFAULT.withCheckpointSegments(12);
    private static final StoreSettings SETTINGS =
            new StoreSettings(2, SHORT_LOG, 6, 1 << 20, 128, 256 << 10, ALWAYS, 1_024);

    private MortalRuntime() {}

    /**
     * What surrounds one life.
     *
     * @param directory of the store
     * @param life how many were before; each begins later than the one before it ended
     * @param keepAlive how long agents stay in memory after a message
     * @param points what happens at its points
     */
    record Life(Path directory, int life, Duration keepAlive, FaultPoints points) {
        /** Something that is done with a runtime. */
        @FunctionalInterface
        interface Deed {
            void with(RuntimeFixture runtime) throws Exception;
        }

        /** Opens store and runtime, and closes them afterwards. */
        void live(Deed deed) throws Exception {
            AtomicLong readings = new AtomicLong(life * 100_000L);
            try (ObjectStore objects = DirectoryObjectStore.open(
                            directory, () -> START.plus(STEP.multipliedBy(readings.get())), points);
                    RuntimeFixture runtime = RuntimeFixture.on(new FaultPointStore(objects, points), world -> {
                        world.clock(() -> START.plus(STEP.multipliedBy(readings.incrementAndGet())));
                        world.store(SETTINGS);
                        world.scheduler(keepingAlive(keepAlive));
                        world.faults(points);
                    })) {
                deed.with(runtime);
            }
        }

        private static SchedulerSettings keepingAlive(Duration time) {
            SchedulerSettings standard = SchedulerSettings.DEFAULT;
            return new SchedulerSettings(
                    standard.concurrencyMax(),
                    standard.functionConcurrencyMax(),
                    standard.waitingMax(),
                    standard.functionWaitingMax(),
                    standard.agentWaitingMax(),
                    standard.retryAfter(),
                    time);
        }
    }

    /**
     * Lives once.
     *
     * @param arguments directory, step, and which time that it is reached
     */
    public static void main(String[] arguments) throws Exception {
        HaltingPoints points = new HaltingPoints(new CrashPoint(arguments[1], Integer.parseInt(arguments[2])));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        new Life(Path.of(arguments[0]), 1, Duration.ZERO, points)
                .live(runtime -> new Workload(
                                runtime,
                                (agent, message, answer) ->
                                        out.println(ACKNOWLEDGED + agent + " " + message + " " + answer))
                        .sendAll());
        points.counts().forEach((step, times) -> out.println(POINTS + times + " " + step));
    }
}
