package dev.dormouse.invoker.execution.agent;

import dev.dormouse.invoker.Refused;
import dev.dormouse.invoker.execution.Endings;
import dev.dormouse.invoker.execution.GuestCalls;
import dev.dormouse.invoker.execution.Invocation;
import dev.dormouse.invoker.execution.InvocationFacts.StartKind;
import dev.dormouse.invoker.execution.InvocationResult;
import dev.dormouse.invoker.execution.LiveInstance;
import dev.dormouse.invoker.execution.LiveRevision;
import dev.dormouse.invoker.execution.LiveRevisions;
import dev.dormouse.invoker.execution.Stopwatch;
import dev.dormouse.invoker.host.GuestAnswer;
import dev.dormouse.invoker.host.GuestRequest;
import dev.dormouse.invoker.host.GuestStyle;
import dev.dormouse.invoker.registry.Durability;
import dev.dormouse.invoker.registry.Revision;
import dev.dormouse.invoker.wasm.GuestStop;
import dev.dormouse.invoker.wasm.MemoryReservation;
import dev.dormouse.scheduler.Disposition;
import dev.dormouse.scheduler.Outcome;
import dev.dormouse.scheduler.Usage;
import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.RememberedAnswer;
import dev.dormouse.snapshot.format.AgentEntry;
import dev.dormouse.snapshot.store.Commit;
import dev.dormouse.snapshot.store.Snapshot;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.BitSet;
import java.util.Optional;

/**
 * What happens to one message in its agent's turn: make live, run, commit, and again on the newest state if another
 * process was first.
 *
 * <p>Whatever does not end in a commit leaves the agent what it was: its instance was taken out of {@link LiveAgents}
 * and goes with this. Used by one thread at a time.
 */
final class MessageTurn {
    private static final System.Logger LOG = System.getLogger(MessageTurn.class.getName());
    private static final int RUNS_MAX = 3;

    private final AgentPath.Parts parts;
    private final Invocation invocation;
    private final AgentId agent;
    private final Revision called;
    private final byte[] body;
    private final Optional<KeyedMessage> keyed;
    private final Stopwatch watch;
    private Usage usage = Usage.NONE;
    private Optional<AgentChange> uncommitted = Optional.empty();
    private Optional<LiveInstance> inHand = Optional.empty();
    private Optional<LiveAgent> kept = Optional.empty();

    /** @param called the revision that a new agent begins on */
    MessageTurn(
            AgentPath.Parts parts,
            Invocation invocation,
            Revision called,
            byte[] body,
            Optional<KeyedMessage> keyed,
            Stopwatch watch) {
        this.parts = parts;
        this.invocation = invocation;
        this.agent = invocation.message().orElseThrow().agent();
        this.called = called;
        this.body = body;
        this.keyed = keyed;
        this.watch = watch;
    }

    /**
     * Runs the message.
     *
     * @throws IOException if the store gives no answer before the message has run, or what is in it cannot be used
     * @throws Refused if the message is none for this agent
     * @throws GuestStop if the agent does not fit into its limits
     */
    InvocationResult run() throws IOException {
        for (int run = 0; run < RUNS_MAX; run++) {
            Optional<InvocationResult> result = runOnce();
            if (result.isPresent()) {
                return result.get();
            }
            letGo();
            parts.states().refresh(agent);
        }
        return Endings.overloaded(
                "Agent " + agent + " was changed by another process each of the " + RUNS_MAX
                        + " times that this message ran, so nothing came of it. Try again later.",
                watch.facts());
    }

    /** @return nothing if another process has changed the agent */
    private Optional<InvocationResult> runOnce() throws IOException {
        Optional<Commit> moved = moveAhead();
        if (moved.isPresent() && !(moved.get() instanceof Commit.Committed)) {
            return unmoved(moved.get());
        }
        LiveAgent start = find();
        inHand = start.instance();
        watch.chose(start.snapshot().revision());
        if (keyed.isPresent()) {
            Optional<AnswerRecord> known = keyed.get().answerIn(start.snapshot());
            if (known.isPresent()) {
                return repeated(start, known.get());
            }
        }
        LiveRevision revision = parts.revisions().live(start.snapshot().revision());
        requireState(revision);
        LiveInstance guest = makeLive(start, revision);
        GuestCalls.Called ended = call(guest);
        return ended.answer() instanceof GuestAnswer.Whole answer
                ? commit(change(start.snapshot(), guest, answer), answer, revision)
                : Optional.of(Endings.of(ended, guest, watch.facts()));
    }

    // ---- move

    /** Takes the agent to the revision that it has to be on for its next message; does nothing if it is there. */
    private Optional<Commit> moveAhead() throws IOException {
        if (!parts.revisions().drawAgents(agent.function())) {
            return Optional.empty();
        }
        Optional<AgentEntry> entry = parts.store().describe(agent);
        Optional<AgentRevisions.Ahead> ahead =
                entry.isEmpty() ? Optional.empty() : parts.revisions().aheadOf(entry.get());
        if (ahead.isEmpty() || isAnswered()) {
            return Optional.empty();
        }
        Commit commit =
                parts.moves().move(entry.get(), ahead.get().to(), ahead.get().policy());
        parts.states().forget(agent);
        if (commit instanceof Commit.Committed committed) {
            keep(LiveAgent.suspended(committed.snapshot(), new BitSet()));
        }
        return Optional.of(commit);
    }

    /** A message that has its answer gets it where the agent is. */
    private boolean isAnswered() throws IOException {
        if (keyed.isEmpty()) {
            return false;
        }
        try {
            Optional<Snapshot> snapshot = parts.states().look(agent);
            return snapshot.isPresent() && keyed.get().answerIn(snapshot.get()).isPresent();
        } catch (RevisionGoneException e) {
            return false;
        }
    }

    /** @return nothing if another process has changed the agent */
    private Optional<InvocationResult> unmoved(Commit commit) {
        return switch (commit) {
            case Commit.Committed committed -> throw new IllegalStateException("A commit is a move.");
            case Commit.Fenced fenced -> Optional.empty();
            case Commit.Overloaded overloaded -> Optional.of(tooMuchToWrite());
            case Commit.Unknown unknown ->
                Optional.of(Endings.unavailable(
                        "The message did not run: the store did not say whether agent " + agent
                                + " was moved to the revision that is live: "
                                + unknown.cause().getMessage() + " Send it again.",
                        watch.facts()));
        };
    }

    // ---- make live

    private LiveAgent find() throws IOException {
        long from = watch.now();
        Optional<AgentStates.Found> found = parts.states().take(agent);
        if (found.isPresent()) {
            watch.loaded(found.get().tier(), from);
            return found.get().agent();
        }
        LiveRevision revision = parts.revisions().live(called.id());
        watch.loaded(LiveRevisions.HEAP_TIER, from);
        Snapshot fresh = Snapshot.fresh(agent, called.id(), parts.revisions().baseOf(revision));
        return LiveAgent.suspended(fresh, new BitSet());
    }

    private void requireState(LiveRevision revision) {
        if (revision.settings().style() == GuestStyle.WASI) {
            throw new Refused(
                    Refused.Kind.BAD_INPUT,
                    "A WASI command runs from its beginning each time and keeps no state, so it cannot be an agent;"
                            + " revision " + revision.revision().id() + " is one. Call it at /fn/" + agent.function()
                            + ", or build it with an entry (style=extism).");
        }
    }

    private LiveInstance makeLive(LiveAgent start, LiveRevision revision) {
        if (start.instance().isPresent()) {
            watch.wasWarm();
            return start.instance().get();
        }
        long from = watch.now();
        LiveInstance guest = parts.calls().resume(revision, start.snapshot().image());
        inHand = Optional.of(guest);
        watch.resumed(start.snapshot().generation() == 0 ? StartKind.COLD : StartKind.RESUME, from);
        return guest;
    }

    // ---- run

    private GuestCalls.Called call(LiveInstance guest) {
        parts.faults().reach("agent.run");
        Revision revision = guest.live().revision();
        GuestRequest request =
                new GuestRequest(invocation.id(), revision.id(), invocation.head(), new ByteArrayInputStream(body));
        GatheredAnswer gathered = new GatheredAnswer(guest.memory());
        GuestCalls.Called ended = gathered.whole(
                parts.calls().call(guest, request, gathered, invocation.deadlineNanos(revision), invocation.caller()));
        usage = ended.usage();
        watch.ran(usage);
        return ended;
    }

    private AgentChange change(Snapshot from, LiveInstance guest, GuestAnswer.Whole answer) {
        Optional<RememberedAnswer> remembered = keyed.map(message ->
                message.remember(answer, from.generation() + 1, parts.clock().millis()));
        return AgentChange.of(from, guest, remembered);
    }

    /** The message was answered before: the answer is given again, if the store agrees that this is where things stand. */
    private Optional<InvocationResult> repeated(LiveAgent start, AnswerRecord known) throws IOException {
        if (!parts.states().isNewest(start.snapshot())) {
            return Optional.empty();
        }
        keep(start);
        watch.stands(known.generation());
        return Optional.of(Endings.whole(known.head(), known.body(), MemoryReservation.none(), watch.facts()));
    }

    // ---- commit

    private Optional<InvocationResult> commit(AgentChange change, GuestAnswer.Whole answer, LiveRevision revision) {
        MemoryReservation held = change.guest().memory().split(answer.body().length);
        if (revision.revision().view().durability() == Durability.AFTER_REPLY) {
            uncommitted = Optional.of(change);
            return Optional.of(Endings.whole(answer.head(), answer.body(), held, watch.facts()));
        }
        Commit commit = write(change);
        if (!(commit instanceof Commit.Committed)) {
            held.close();
        }
        return switch (commit) {
            case Commit.Committed committed -> {
                watch.stands(committed.snapshot().generation());
                yield Optional.of(Endings.whole(answer.head(), answer.body(), held, watch.facts()));
            }
            case Commit.Fenced fenced -> Optional.empty();
            case Commit.Overloaded overloaded -> Optional.of(tooMuchToWrite());
            case Commit.Unknown unknown -> Optional.of(Endings.unavailable(unknownText(unknown), watch.facts()));
        };
    }

    private InvocationResult tooMuchToWrite() {
        return Endings.overloaded(
                "Too many changes wait to be written, so nothing came of this message. Try again later.",
                watch.facts());
    }

    private String unknownText(Commit.Unknown unknown) {
        String next = keyed.isPresent()
                ? "Send it again with the same Idempotency-Key: then it gets its answer, or is run."
                : "Read the agent's state before sending it again; with an Idempotency-Key, sending it again is safe.";
        return "The message ran, but the store did not say whether the change of agent " + agent + " was written: "
                + unknown.cause().getMessage() + " " + next;
    }

    private Commit write(AgentChange change) {
        parts.faults().reach("agent.commit");
        long from = watch.now();
        Commit commit = change.commit(parts.store());
        watch.committed(from);
        switch (commit) {
            case Commit.Committed committed -> keep(change.committed(committed));
            case Commit.Fenced fenced -> parts.states().forget(agent);
            case Commit.Overloaded overloaded -> {}
            case Commit.Unknown unknown -> parts.states().forget(agent);
        }
        return commit;
    }

    private void keep(LiveAgent state) {
        inHand.ifPresent(guest -> guest.memory().trim());
        inHand = Optional.empty();
        parts.keepAlive().keep(state);
        kept = Optional.of(state);
    }

    /** Gives up the instance that is not kept. */
    private void letGo() {
        inHand.ifPresent(LiveInstance::close);
        inHand = Optional.empty();
    }

    /** Whether the answer was given before the change is durable: then {@link #commitNow} is still to be called. */
    boolean isUncommitted() {
        return uncommitted.isPresent();
    }

    /** Commits what was answered already. There is nobody left to tell of a failure but the log. */
    Outcome commitNow() {
        return switch (write(uncommitted.orElseThrow())) {
            case Commit.Committed committed -> Outcome.OK;
            case Commit.Fenced fenced -> lost("another process has changed the agent");
            case Commit.Overloaded overloaded -> lost("too many changes wait to be written");
            case Commit.Unknown unknown -> lost(String.valueOf(unknown.cause().getMessage()));
        };
    }

    private Outcome lost(String reason) {
        LOG.log(
                System.Logger.Level.WARNING,
                "Invocation " + invocation.id() + " was answered, but its change of agent " + agent + " may be lost: "
                        + reason);
        return Outcome.INTERNAL;
    }

    // ---- settle

    /** What the guest used in the last run. */
    Usage usage() {
        return usage;
    }

    /** The turn is over. */
    void settle(Disposition disposition) {
        letGo();
        kept.ifPresent(state -> parts.keepAlive().settle(state, disposition));
    }
}
