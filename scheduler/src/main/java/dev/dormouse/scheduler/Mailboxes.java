package dev.dormouse.scheduler;

import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.Ticker;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The mailboxes of the agents that have something to do: one message at a time, others wait in order of arrival. An
 * agent that nobody is busy with has none, so idle agents cost nothing here. Thread-safe.
 */
final class Mailboxes {
    private final int waitingMax;
    private final Ticker ticker;
    private final ConcurrentMap<AgentId, Mailbox> mailboxes = new ConcurrentHashMap<>();

    /** {@code users} is how many are in the gate or on their way into it; changed inside of {@code compute} only. */
    private record Mailbox(Gate gate, int users) {}

    /** @param waitingMax how many may wait for one agent */
    Mailboxes(int waitingMax, Ticker ticker) {
        this.waitingMax = waitingMax;
        this.ticker = ticker;
    }

    /** Waits for the agent's turn. The caller leaves again exactly once if and only if the answer is ENTERED. */
    Gate.Entry enter(AgentId agent, long deadlineNanos) {
        Gate gate = joined(agent);
        Gate.Entry entry = gate.enter(deadlineNanos);
        if (entry != Gate.Entry.ENTERED) {
            part(agent);
        }
        return entry;
    }

    private Gate joined(AgentId agent) {
        return mailboxes
                .compute(agent, (id, present) -> {
                    Gate gate = present == null ? new Gate(1, waitingMax, ticker) : present.gate();
                    return new Mailbox(gate, present == null ? 1 : present.users() + 1);
                })
                .gate();
    }

    /** Gives the turn to the next one. */
    void leave(AgentId agent) {
        Mailbox mailbox = mailboxes.get(agent);
        if (mailbox == null) {
            throw new IllegalStateException("The turn of agent " + agent + " was given back by somebody without it.");
        }
        mailbox.gate().leave();
        part(agent);
    }

    private void part(AgentId agent) {
        Mailbox ignored = mailboxes.computeIfPresent(
                agent, (id, present) -> present.users() == 1 ? null : new Mailbox(present.gate(), present.users() - 1));
    }

    /** Whether somebody has the agent's turn or waits for it. */
    boolean busy(AgentId agent) {
        return mailboxes.containsKey(agent);
    }

    /** How many wait for the agent's turn. */
    int waiting(AgentId agent) {
        Mailbox mailbox = mailboxes.get(agent);
        return mailbox == null ? 0 : mailbox.gate().waiting();
    }

    /** How many agents have a mailbox. */
    int size() {
        return mailboxes.size();
    }
}
