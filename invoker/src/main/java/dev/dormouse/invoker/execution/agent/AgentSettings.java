package dev.dormouse.invoker.execution.agent;

import java.time.Duration;

/**
 * Bounds of what this process does for agents. Those of their stored state are in the store's settings, those of their
 * mailboxes in the scheduler's.
 *
 * @param bodyMaxBytes body of one message; it is read whole before the message waits for its turn
 * @param bodiesMaxBytes bodies of all messages that wait or run
 * @param liveMax agents whose state is kept in the heap between messages
 * @param liveMaxBytes what they may take there
 * @param controlTimeout how long a change of an agent waits for its turn
 */
public record AgentSettings(
        int bodyMaxBytes, long bodiesMaxBytes, int liveMax, long liveMaxBytes, Duration controlTimeout) {
    public AgentSettings {
        if (bodyMaxBytes < 0 || bodiesMaxBytes < bodyMaxBytes || liveMax < 0 || liveMaxBytes < 0) {
            throw new IllegalArgumentException(
                    "Bounds of agents are not negative, and there is room for one body; these"
                            + " are bodyMaxBytes " + bodyMaxBytes + ", bodiesMaxBytes " + bodiesMaxBytes + ", liveMax "
                            + liveMax + ", liveMaxBytes " + liveMaxBytes + ".");
        }
        if (!controlTimeout.isPositive()) {
            throw new IllegalArgumentException(
                    "A change of an agent waits longer than nothing; this is " + controlTimeout + ".");
        }
    }

    /**
     * What fits: a quarter of the heap for agents that wait and no more than half of what guests may take, so that there
     * is always room to run; an eighth of the heap for the bodies of messages.
     *
     * @param heapBytes the largest heap
     * @param guestBytes what all guests may take of it
     */
    public static AgentSettings fitting(long heapBytes, long guestBytes) {
        int body = 16 << 20;
        return new AgentSettings(
                body,
                Math.max(body, heapBytes / 8),
                10_000,
                Math.min(heapBytes / 4, guestBytes / 2),
                Duration.ofSeconds(10));
    }
}
