package dev.dormouse.invoker.execution.agent;

import dev.dormouse.invoker.agent.AgentDirectory;
import dev.dormouse.invoker.execution.GuestCalls;
import dev.dormouse.invoker.execution.InvocationPath;
import dev.dormouse.scheduler.Scheduler;
import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.Pause;
import dev.dormouse.snapshot.SnapshotStoreObserver;
import dev.dormouse.snapshot.Ticker;
import dev.dormouse.snapshot.format.SealedObjects;
import dev.dormouse.snapshot.object.FaultPoints;
import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.store.SnapshotStore;
import dev.dormouse.snapshot.store.StoreServices;
import dev.dormouse.snapshot.store.StoreSettings;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** All that this process does for agents, joined. Thread-safe. */
public final class Agents implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Agents.class.getName());
    private static final Duration LAST_COMMITS = Duration.ofSeconds(10);

    private final LiveAgents live;
    private final KeepAlive keepAlive;
    private final AgentPath path;
    private final DurableAgents directory;
    private final SnapshotStore store;
    private final ExecutorService background;

    private Agents(
            LiveAgents live,
            KeepAlive keepAlive,
            AgentPath path,
            DurableAgents directory,
            SnapshotStore store,
            ExecutorService background) {
        this.live = live;
        this.keepAlive = keepAlive;
        this.path = path;
        this.directory = directory;
        this.store = store;
        this.background = background;
    }

    /**
     * What agents take from outside.
     *
     * @param objects where they are kept
     * @param storeTier what answers call that
     * @param seal makes and opens what is kept of them
     * @param scheduler who runs when
     * @param calls runs guests
     * @param revisions what agents are on
     * @param alarm wakes whoever suspends them
     * @param clock wall clock
     * @param ticker monotonic clock
     * @param random draws nonces and identities; thread-safe
     * @param faults numbered points
     */
    public record Services(
            ObjectStore objects,
            String storeTier,
            SealedObjects seal,
            Scheduler scheduler,
            GuestCalls calls,
            AgentRevisions revisions,
            Alarm alarm,
            InstantSource clock,
            Ticker ticker,
            RandomGenerator random,
            FaultPoints faults) {}

    /**
     * Opens the agents of a store.
     *
     * @throws IOException if the store gives no answer, or is of a later version
     */
    public static Agents open(Services services, AgentSettings settings, StoreSettings storeSettings)
            throws IOException {
        LiveAgents live = new LiveAgents(settings);
        ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
        SnapshotStore store = SnapshotStore.open(
                services.objects(),
                services.revisions(),
                storeSettings,
                new StoreServices(
                        services.seal(),
                        services.clock(),
                        services.ticker(),
                        services.random(),
                        Pause.parking(),
                        background,
                        services.faults(),
                        new ForgetsWhatChanged(live)));
        AgentStates states = new AgentStates(live, store, services.storeTier());
        KeepAlive keepAlive =
                new KeepAlive(live, store, background, services.alarm(), services.ticker(), services.faults());
        AgentMoves moves = new AgentMoves(services.calls(), services.revisions(), states, store, services.random());
        AgentPath.Parts parts = new AgentPath.Parts(
                services.scheduler(),
                services.calls(),
                services.revisions(),
                states,
                keepAlive,
                moves,
                store,
                background,
                services.clock(),
                services.faults());
        DurableAgents directory = new DurableAgents(
                services.scheduler(), live, states, keepAlive, moves, store, services.ticker(), settings);
        return new Agents(live, keepAlive, new AgentPath(parts, settings), directory, store, background);
    }

    /** What another process changed is not held any longer. */
    private record ForgetsWhatChanged(LiveAgents live) implements SnapshotStoreObserver {
        @Override
        public void changedElsewhere(AgentId agent) {
            live.drop(agent);
        }
    }

    /** The way of messages. */
    public InvocationPath path() {
        return path;
    }

    /** What can be done with agents beside sending them messages. */
    public AgentDirectory directory() {
        return directory;
    }

    /** How many agents are in the heap. */
    public int liveCount() {
        return live.size();
    }

    /** What they take there, in bytes. */
    public long liveBytes() {
        return live.bytes();
    }

    /**
     * Waits for commits of messages that were answered early, and writes what makes the next start quick. To be called
     * when no message runs any more. The object store stays open.
     */
    @Override
    public void close() throws IOException {
        keepAlive.close();
        background.shutdown();
        try {
            if (!background.awaitTermination(LAST_COMMITS.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.log(System.Logger.Level.WARNING, "Some changes of agents were still not written at the end.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        live.clear();
        store.close();
    }
}
