package dev.dormouse.snapshot.store;

import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.InstanceImage;
import dev.dormouse.snapshot.RememberedAnswer;
import dev.dormouse.snapshot.RevisionId;
import dev.dormouse.snapshot.SnapshotStoreObserver;
import dev.dormouse.snapshot.Ticker;
import dev.dormouse.snapshot.format.AgentEntry;
import dev.dormouse.snapshot.format.AgentState;
import dev.dormouse.snapshot.format.CorruptObjectException;
import dev.dormouse.snapshot.format.LogRecord;
import dev.dormouse.snapshot.format.PreparedRecord;
import dev.dormouse.snapshot.format.SealedObjects;
import dev.dormouse.snapshot.log.CommitLog;
import dev.dormouse.snapshot.log.CommitResult;
import dev.dormouse.snapshot.object.ObjectStore;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Everything that is kept of agents.
 *
 * <p>A message costs one {@link #commit}, which shares its write with those of other agents; a wake-up is one
 * {@link #load}, which reads one object if the agent was packed. What was committed is never lost and never changed by
 * anybody who has not seen it: whoever commits on an old state is {@link Commit.Fenced}.
 *
 * <p>Any number of processes may work on one store. Thread-safe, but of one agent at most one commit may be on its way
 * from this process. Calls block, and are made for virtual threads.
 */
public final class SnapshotStore implements AutoCloseable {
    private static final int LOAD_ATTEMPTS = 3;

    private final ObjectStore objects;
    private final SealedObjects seal;
    private final CommitLog log;
    private final Bases bases;
    private final Answers answers;
    private final Interners interners;
    private final Packer packer;
    private final Upkeep upkeep;
    private final InstantSource clock;
    private final Ticker ticker;
    private final SnapshotStoreObserver observer;

    private SnapshotStore(
            ObjectStore objects, CommitLog log, Bases bases, StoreSettings settings, StoreServices services) {
        this.objects = objects;
        this.seal = services.seal();
        this.log = log;
        this.bases = bases;
        this.answers = new Answers(settings);
        this.interners = new Interners(settings.internedGranules());
        this.packer = new Packer(objects, log, settings, services);
        this.upkeep = new Upkeep(log, objects, settings.log(), services.background());
        this.clock = services.clock();
        this.ticker = services.ticker();
        this.observer = services.observer();
    }

    /**
     * Opens the agents of {@code objects}. Nothing is read but the layout; each partition is read when it is first
     * touched.
     *
     * @param bases where the bases of revisions come from
     * @throws IOException if the layout cannot be read, or is not one that this release knows
     */
    public static SnapshotStore open(ObjectStore objects, Bases bases, StoreSettings settings, StoreServices services)
            throws IOException {
        int partitions = StoreLayout.partitions(objects, settings.partitions());
        CommitLog log = new CommitLog(objects, partitions, settings.log(), services.forLog());
        return new SnapshotStore(objects, log, bases, settings, services);
    }

    // ---- reading

    /**
     * The newest state of an agent that this process knows of, or nothing if there is no such agent. Another process may
     * have committed since; then the next commit is fenced, and a further load gives the newer state.
     *
     * @throws NeedsAttentionException if what is stored cannot be put together up to the newest commit
     * @throws IOException if the store gives no answer
     */
    public Optional<Snapshot> load(AgentId agent) throws IOException {
        for (int attempt = 1; ; attempt++) {
            Optional<AgentEntry> entry = log.entry(agent);
            if (entry.isEmpty()) {
                return Optional.empty();
            }
            try {
                return Optional.of(load(entry.get()));
            } catch (Loader.MissingObjectException e) {
                if (attempt == LOAD_ATTEMPTS) {
                    throw attention(entry.get(), e);
                }
                log.refresh(agent); // it may have been replaced by a newer one
            }
        }
    }

    private Snapshot load(AgentEntry entry) throws IOException {
        long began = ticker.nanos();
        Loader loader = loader(entry);
        Snapshot snapshot;
        try {
            snapshot = loader.newest();
        } catch (CorruptObjectException e) {
            observer.damaged(entry.agent().toString(), String.valueOf(e.getMessage()));
            snapshot = loadByTheLongWay(entry, loader, e);
        }
        observer.loaded(entry.agent(), loader.objectsRead(), loader.bytesRead(), ticker.nanos() - began);
        return snapshot;
    }

    private Snapshot loadByTheLongWay(AgentEntry entry, Loader loader, CorruptObjectException first)
            throws IOException {
        try {
            return loader.newestByTheLongWay();
        } catch (CorruptObjectException | Loader.MissingObjectException e) {
            first.addSuppressed(e);
            throw attention(entry, first);
        }
    }

    private static NeedsAttentionException attention(AgentEntry entry, IOException cause) {
        return new NeedsAttentionException(
                entry.agent(), entry.generation(), String.valueOf(cause.getMessage()), cause);
    }

    private Loader loader(AgentEntry entry) {
        return new Loader(
                objects, seal, log, bases, answers, interners.of(entry.agent().function()), entry);
    }

    /** What is known of an agent without loading it. */
    public Optional<AgentEntry> describe(AgentId agent) throws IOException {
        return log.entry(agent);
    }

    /** Reads what other processes have committed to the agent's partition. */
    public void refresh(AgentId agent) throws IOException {
        log.refresh(agent);
    }

    /**
     * Agents of a function in the order of their keys. Looks at every partition.
     *
     * @param after a key, which need not exist; empty for the beginning
     * @param max how many at most
     */
    public List<AgentEntry> list(FunctionName function, String after, int max) throws IOException {
        List<AgentEntry> found = new ArrayList<>();
        for (int partition = 0; partition < log.partitions(); partition++) {
            for (AgentEntry entry : log.entries(partition)) {
                boolean wanted = entry.agent().function().equals(function)
                        && entry.agent().key().compareTo(after) > 0;
                if (wanted) {
                    found.add(entry);
                }
            }
        }
        found.sort(Comparator.comparing(entry -> entry.agent().key()));
        return List.copyOf(found.subList(0, Math.min(max, found.size())));
    }

    // ---- changing

    /**
     * Makes the state after a message durable.
     *
     * @param from what the message ran on
     * @param to the instance after it
     * @param answer what it was answered, to be given again if the message comes again
     * @param touched indices of the granules that the message touched: they come first when the agent is next loaded
     */
    public Commit commit(Snapshot from, InstanceImage to, Optional<RememberedAnswer> answer, BitSet touched) {
        List<RememberedAnswer> remembered = answers.with(from.state().answers(), answer);
        AgentState state = new AgentState(to, remembered);
        boolean first = from.tip() == LogRecord.NONE;
        LogRecord.Change change = change(from, from.revision(), from.base(), first);
        PreparedRecord record = PreparedRecord.of(
                change,
                from.image(),
                to,
                first ? remembered : answer.map(List::of).orElse(List.of()));
        Commit commit = write(record, change, from.base(), state);
        if (commit instanceof Commit.Committed committed) {
            lookAfter(committed.snapshot(), touched);
        }
        return commit;
    }

    /**
     * Gives the agent a state that has nothing to do with the one before: a migration to another revision. Answers stay
     * remembered.
     */
    public Commit replace(Snapshot from, RevisionId revision, RevisionBase base, InstanceImage to) {
        LogRecord.Change change = change(from, revision, base, true);
        AgentState state = new AgentState(to, from.state().answers());
        PreparedRecord record = PreparedRecord.of(change, base.image().image(), to, state.answers());
        return write(record, change, base, state);
    }

    /**
     * Gives the agent the state that a revision begins with. The state before need not be readable: its revision may be
     * gone. Answers stay remembered, if they can be read.
     *
     * @param from what is known of the agent; another commit since then fences this one
     * @throws IOException if the store gives no answer
     */
    public Commit restart(AgentEntry from, RevisionId revision, RevisionBase base) throws IOException {
        AgentState state = new AgentState(base.image().image(), readableAnswers(from));
        Snapshot now = new Snapshot(from.agent(), from.revision(), base, from.tip(), from.generation(), state);
        return replace(now, revision, base, base.image().image());
    }

    private List<RememberedAnswer> readableAnswers(AgentEntry entry) throws IOException {
        try {
            return loader(entry).remembered();
        } catch (CorruptObjectException | Loader.MissingObjectException e) {
            observer.damaged(entry.agent().toString(), String.valueOf(e.getMessage()));
            return List.of();
        }
    }

    /**
     * Makes a new agent with the state of another one. Both go their own ways from here.
     *
     * @return {@link Commit.Fenced} if there is an agent of this name already
     */
    public Commit fork(Snapshot source, AgentId agent) {
        Snapshot fresh = Snapshot.fresh(agent, source.revision(), source.base());
        return replace(fresh, source.revision(), source.base(), source.image());
    }

    /**
     * Gives the agent the state that it had at an earlier generation, as a new generation. This also repairs an agent
     * that needs attention. Answers that were given since stay remembered, if they can be read.
     *
     * @return nothing if that generation is not kept; which are, {@link #describe} says
     */
    public Optional<Commit> revert(AgentId agent, long generation) throws IOException {
        Optional<AgentEntry> entry = log.entry(agent);
        Optional<Snapshot> earlier =
                entry.isEmpty() ? Optional.empty() : loader(entry.get()).at(generation);
        if (entry.isEmpty() || earlier.isEmpty()) {
            return Optional.empty();
        }
        Snapshot there = earlier.get();
        AgentState state = new AgentState(there.image(), rememberedNow(agent, there));
        Snapshot now = new Snapshot(
                agent,
                entry.get().revision(),
                there.base(),
                entry.get().tip(),
                entry.get().generation(),
                state);
        return Optional.of(replace(now, there.revision(), there.base(), there.image()));
    }

    private List<RememberedAnswer> rememberedNow(AgentId agent, Snapshot otherwise) throws IOException {
        try {
            return load(agent).orElse(otherwise).state().answers();
        } catch (NeedsAttentionException e) {
            return otherwise.state().answers();
        }
    }

    /** Removes the agent. Its objects go later. Nothing happens if there is none. */
    public CommitResult delete(AgentId agent) throws IOException {
        Optional<AgentEntry> entry = log.entry(agent);
        if (entry.isEmpty()) {
            return new CommitResult.Committed(LogRecord.NONE);
        }
        return log.commit(
                PreparedRecord.of(new LogRecord.Deletion(agent, entry.get().tip())));
    }

    private LogRecord.Change change(Snapshot from, RevisionId revision, RevisionBase base, boolean whole) {
        return new LogRecord.Change(
                from.agent(),
                from.tip(),
                from.generation() + 1,
                revision,
                base.image().id(),
                whole,
                clock.millis());
    }

    private Commit write(PreparedRecord record, LogRecord.Change change, RevisionBase base, AgentState state) {
        return switch (log.commit(record)) {
            case CommitResult.Committed committed ->
                new Commit.Committed(new Snapshot(
                        change.agent(), change.revision(), base, committed.position(), change.generation(), state));
            case CommitResult.Fenced ignored -> new Commit.Fenced();
            case CommitResult.Overloaded ignored -> new Commit.Overloaded();
            case CommitResult.Unknown unknown -> new Commit.Unknown(unknown.cause());
        };
    }

    private void lookAfter(Snapshot snapshot, BitSet touched) {
        try {
            packer.packIfGrown(snapshot, touched);
            upkeep.ifDue(snapshot.agent());
        } catch (IOException e) {
            // The commit is durable; what is left undone here is tried again with the next one.
        }
    }

    /** How many commits wait for their segment, in all partitions: a figure to watch. */
    public int waitingCommits() {
        return log.waiting();
    }

    // ---- suspending and upkeep

    /**
     * Writes a snapshot of an agent that is about to be dropped from memory, so that its next load reads one object.
     * Does nothing if there is one.
     *
     * @param touched indices of the granules that its last messages touched
     */
    public void pack(Snapshot snapshot, BitSet touched) throws IOException {
        packer.pack(snapshot, touched);
    }

    /**
     * Makes the snapshots of these agents count, which else happens with the next commit of their partitions: one write
     * for each partition that has some.
     */
    public void flush(Collection<AgentId> agents) throws IOException {
        for (AgentId agent : agents) {
            log.flushNotes(agent);
        }
    }

    /**
     * Writes what waits and an index of each partition that has changed: after it, another process has the least to
     * read.
     */
    public void checkpoint() throws IOException {
        for (int partition = 0; partition < log.partitions(); partition++) {
            log.checkpoint(partition);
        }
    }

    /**
     * Deletes what is long replaced, in all partitions. Commits see to this for their own partition now and then; it need
     * not be called.
     */
    public void collect() throws IOException {
        for (int partition = 0; partition < log.partitions(); partition++) {
            log.collectLog(partition);
            log.collectSnapshots(partition);
        }
    }

    /** Writes what waits. The object store stays open: it belongs to whoever opened it. */
    @Override
    public void close() throws IOException {
        checkpoint();
    }
}
