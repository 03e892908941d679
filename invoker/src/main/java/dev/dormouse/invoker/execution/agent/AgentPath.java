package dev.dormouse.invoker.execution.agent;

import dev.dormouse.invoker.Refused;
import dev.dormouse.invoker.agent.AgentMessage;
import dev.dormouse.invoker.agent.MoveFailed;
import dev.dormouse.invoker.execution.AnswerSink;
import dev.dormouse.invoker.execution.Endings;
import dev.dormouse.invoker.execution.GuestCalls;
import dev.dormouse.invoker.execution.Invocation;
import dev.dormouse.invoker.execution.InvocationPath;
import dev.dormouse.invoker.execution.InvocationResult;
import dev.dormouse.invoker.execution.Stopwatch;
import dev.dormouse.invoker.registry.Revision;
import dev.dormouse.invoker.wasm.GuestStop;
import dev.dormouse.scheduler.Activation;
import dev.dormouse.scheduler.AdmissionRequest;
import dev.dormouse.scheduler.Outcome;
import dev.dormouse.scheduler.Scheduler;
import dev.dormouse.snapshot.object.FaultPoints;
import dev.dormouse.snapshot.store.SnapshotStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * The way of a message: its body is read, it waits for the agent's turn, it runs and is committed in its
 * {@link MessageTurn}, and the turn is given back. Thread-safe.
 */
public final class AgentPath implements InvocationPath {
    private final Parts parts;
    private final MessageBodies bodies;

    /**
     * What messages need.
     *
     * @param scheduler who runs when
     * @param calls runs guests
     * @param revisions what agents are on
     * @param states where agents are
     * @param keepAlive keeps them
     * @param moves takes them to other revisions
     * @param store takes commits
     * @param background runs commits that nobody waits for
     * @param clock wall clock, for the age of answers
     * @param faults numbered points between the steps
     */
    record Parts(
            Scheduler scheduler,
            GuestCalls calls,
            AgentRevisions revisions,
            AgentStates states,
            KeepAlive keepAlive,
            AgentMoves moves,
            SnapshotStore store,
            Executor background,
            InstantSource clock,
            FaultPoints faults) {}

    AgentPath(Parts parts, AgentSettings settings) {
        this.parts = parts;
        this.bodies = new MessageBodies(settings);
    }

    @Override
    public Ready ready(Invocation invocation, Revision revision) {
        AgentMessage message = invocation.message().orElseThrow();
        byte[] body = read(invocation);
        try {
            Optional<KeyedMessage> keyed =
                    message.idempotencyKey().map(key -> KeyedMessage.of(key, invocation.head(), body));
            return new Message(invocation, revision, body, keyed);
        } catch (Refused refused) {
            bodies.release(body.length);
            throw refused;
        }
    }

    private byte[] read(Invocation invocation) {
        try {
            return bodies.read(invocation.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One message. */
    private final class Message implements Ready {
        private final Invocation invocation;
        private final Revision revision;
        private final byte[] body;
        private final Optional<KeyedMessage> keyed;

        Message(Invocation invocation, Revision revision, byte[] body, Optional<KeyedMessage> keyed) {
            this.invocation = invocation;
            this.revision = revision;
            this.body = body;
            this.keyed = keyed;
        }

        @Override
        public AdmissionRequest admission() {
            return new AdmissionRequest.Message(
                    invocation.message().orElseThrow().agent(),
                    revision.view().concurrency(),
                    invocation.deadlineNanos(revision));
        }

        @Override
        public InvocationResult run(Activation activation, AnswerSink sink, Stopwatch watch) {
            MessageTurn turn = new MessageTurn(parts, invocation, revision, body, keyed, watch);
            InvocationResult result = result(turn, watch);
            if (turn.isUncommitted()) {
                commitLater(turn, activation);
            } else {
                settle(turn, activation, result.outcome());
            }
            return result;
        }

        @Override
        public void close() {
            bodies.release(body.length);
        }

        private InvocationResult result(MessageTurn turn, Stopwatch watch) {
            try {
                return turn.run();
            } catch (RevisionGoneException e) {
                return Endings.failed(Outcome.NOT_FOUND, String.valueOf(e.getMessage()), watch.facts());
            } catch (Refused refused) {
                return Endings.declined(refused, watch.facts());
            } catch (MoveFailed failed) {
                return Endings.unmoved(failed, watch.facts());
            } catch (GuestStop stop) {
                return Endings.stopped(stop.completion(), false, watch.facts());
            } catch (IOException e) {
                return Endings.ofStore(invocation.id(), e, watch.facts());
            } catch (RuntimeException e) {
                return Endings.broken(invocation.id(), e, watch.facts());
            }
        }

        private void commitLater(MessageTurn turn, Activation activation) {
            Runnable rest = () -> settle(turn, activation, turn.commitNow());
            try {
                parts.background().execute(rest);
            } catch (RejectedExecutionException e) {
                rest.run();
            }
        }

        private void settle(MessageTurn turn, Activation activation, Outcome outcome) {
            turn.settle(parts.scheduler().complete(activation, outcome, turn.usage()));
        }
    }
}
