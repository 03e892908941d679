package dev.dormouse.invoker.execution.agent;

import dev.dormouse.invoker.Refused;
import dev.dormouse.invoker.agent.MoveFailed;
import dev.dormouse.invoker.agent.MovePolicy;
import dev.dormouse.invoker.execution.Endings;
import dev.dormouse.invoker.execution.GuestCalls;
import dev.dormouse.invoker.execution.LiveInstance;
import dev.dormouse.invoker.execution.LiveRevision;
import dev.dormouse.invoker.host.GuestStyle;
import dev.dormouse.invoker.host.MoveAnswer;
import dev.dormouse.invoker.wasm.GuestStop;
import dev.dormouse.scheduler.Outcome;
import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.InstanceImage;
import dev.dormouse.snapshot.InvocationId;
import dev.dormouse.snapshot.RevisionId;
import dev.dormouse.snapshot.format.AgentEntry;
import dev.dormouse.snapshot.store.Commit;
import dev.dormouse.snapshot.store.NeedsAttentionException;
import dev.dormouse.snapshot.store.Snapshot;
import dev.dormouse.snapshot.store.SnapshotStore;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Takes agents to other revisions. To be asked by whoever has the agent's turn. Thread-safe.
 *
 * <p>Guests run in instances of their own, which are dropped, and one commit ends it: until then the agent is what it was.
 * Before that a snapshot of it is written, so that a revert can take it back to where it came from.
 */
final class AgentMoves {
    private final GuestCalls calls;
    private final AgentRevisions revisions;
    private final AgentStates states;
    private final SnapshotStore store;
    private final RandomGenerator ids;

    AgentMoves(
            GuestCalls calls, AgentRevisions revisions, AgentStates states, SnapshotStore store, RandomGenerator ids) {
        this.calls = calls;
        this.revisions = revisions;
        this.states = states;
        this.store = store;
        this.ids = ids;
    }

    /**
     * The revision that agents are to come to, ready to run.
     *
     * @param wanted its number, or an alias
     * @throws Refused {@code NOT_FOUND} if there is none
     * @throws IOException if the store gives no answer, or what is in it cannot be used
     */
    LiveRevision target(FunctionName function, String wanted) throws IOException {
        return revisions.asked(function, wanted);
    }

    /**
     * Moves an agent.
     *
     * @param from where it stands; if it does not any more, what comes of this is {@link Commit.Fenced}
     * @throws Refused {@code CONFLICT} if a revision has no part in a migration, {@code BAD_INPUT} if the new one can have
     *     no agents
     * @throws MoveFailed if a guest fails in its part
     * @throws RevisionGoneException if it is to migrate and its revision is gone
     * @throws IOException if the store gives no answer, or what is in it cannot be used
     */
    Commit move(AgentEntry from, LiveRevision to, MovePolicy policy) throws IOException {
        requireState(to);
        return switch (policy) {
            case MIGRATE -> migrate(from, to);
            case FRESH -> restart(from, to);
        };
    }

    private static void requireState(LiveRevision to) {
        if (to.settings().style() == GuestStyle.WASI) {
            throw new Refused(
                    Refused.Kind.BAD_INPUT,
                    "A WASI command keeps no state, so no agent can be on it; revision "
                            + to.revision().id() + " is one. Move the agent to another revision.");
        }
    }

    // ---- fresh

    private Commit restart(AgentEntry from, LiveRevision to) throws IOException {
        try {
            Optional<LiveAgent> agent = take(from);
            if (agent.isEmpty()) {
                return new Commit.Fenced();
            }
            store.pack(agent.get().snapshot(), agent.get().touched());
        } catch (RevisionGoneException | NeedsAttentionException e) {
            // There is nothing that a revert could go back to.
        }
        return store.restart(from, to.revision().id(), revisions.baseOf(to));
    }

    // ---- migrate

    private Commit migrate(AgentEntry entry, LiveRevision to) throws IOException {
        Optional<LiveAgent> agent = take(entry);
        if (agent.isEmpty()) {
            return new Commit.Fenced();
        }
        Snapshot from = agent.get().snapshot();
        InvocationId move = InvocationId.draw(ids);
        byte[] state = handedOver(from, move);
        InstanceImage image = migrated(from, to, state, move);
        store.pack(from, agent.get().touched());
        return store.replace(from, to.revision().id(), revisions.baseOf(to), image);
    }

    /** The agent, if it still stands at {@code entry}. Its instance goes: guests of a move have theirs. */
    private Optional<LiveAgent> take(AgentEntry entry) throws IOException {
        Optional<LiveAgent> found = states.take(entry.agent()).map(AgentStates.Found::agent);
        found.ifPresent(LiveAgent::close);
        return found.map(LiveAgent::withoutInstance)
                .filter(agent -> agent.snapshot().tip() == entry.tip());
    }

    private byte[] handedOver(Snapshot from, InvocationId move) throws IOException {
        LiveRevision revision = revisions.live(from.revision());
        Part part = new Part(from.agent(), from.revision(), "hand_over", "handOver()");
        try (LiveInstance guest = calls.resume(revision, from.image())) {
            return switch (calls.handOver(guest, move)) {
                case MoveAnswer.Done done -> done.output();
                case MoveAnswer.Absent absent -> withoutHandOver(from, part);
                case MoveAnswer.Failed failed -> throw part.failed(failed);
                case MoveAnswer.Stopped stopped -> throw part.stopped(stopped);
            };
        } catch (GuestStop stop) {
            throw part.stopped(new MoveAnswer.Stopped(stop.completion()));
        }
    }

    /** An agent that keeps its state in variables has handed it over with them. */
    private static byte[] withoutHandOver(Snapshot from, Part part) {
        if (from.image().variables().isEmpty()) {
            throw part.absent(
                    "and the agent has no variables that could go along either. Move it with the policy 'fresh',"
                            + " which forgets its state");
        }
        return new byte[0];
    }

    private InstanceImage migrated(Snapshot from, LiveRevision to, byte[] state, InvocationId move) {
        Part part = new Part(from.agent(), to.revision().id(), "migrate", "migrate(state)");
        Map<String, byte[]> variables = from.image().variables();
        try (LiveInstance guest = calls.resume(to, to.base().image())) {
            return switch (calls.migrate(guest, variables, state, move)) {
                case MoveAnswer.Done done -> guest.capture();
                case MoveAnswer.Absent absent ->
                    throw part.absent(
                            "so nothing would take in what the agent has. Deploy one that does, or move the agent"
                                    + " with the policy 'fresh', which forgets its state");
                case MoveAnswer.Failed failed -> throw part.failed(failed);
                case MoveAnswer.Stopped stopped -> throw part.stopped(stopped);
            };
        } catch (GuestStop stop) {
            throw part.stopped(new MoveAnswer.Stopped(stop.completion()));
        }
    }

    /**
     * One guest's part in a migration, and what is said when it is not done.
     *
     * @param agent who is moved
     * @param revision whose guest it is
     * @param export what does it in a module
     * @param method what does it in a script
     */
    private record Part(AgentId agent, RevisionId revision, String export, String method) {
        Refused absent(String next) {
            return new Refused(
                    Refused.Kind.CONFLICT,
                    "An agent migrates by the export '" + export + "' of type () -> i32, or the method '" + method
                            + "' of a script; revision " + revision + " has none, " + next + ".");
        }

        MoveFailed failed(MoveAnswer.Failed failed) {
            return new MoveFailed(
                    Outcome.GUEST_ERROR, unmoved() + "The guest failed: " + failed.text(), Optional.empty());
        }

        MoveFailed stopped(MoveAnswer.Stopped stopped) {
            Endings.Stop stop = Endings.stop(stopped.completion());
            return new MoveFailed(stop.outcome(), unmoved() + stop.detail(), stop.retryAfter());
        }

        private String unmoved() {
            return "Agent " + agent + " is where and what it was, as '" + export + "' of revision " + revision
                    + " did not succeed. ";
        }
    }
}
