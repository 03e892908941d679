package dev.dormouse.scheduler.keepalive;

import dev.dormouse.snapshot.AgentId;
import java.time.Duration;

/** Decides how long an agent's instance stays warm after a message. Thread-safe; returns at once. */
@FunctionalInterface
public interface KeepAlivePolicy {
    /** How long from now on; nothing or less to suspend it at once. */
    Duration keepAlive(AgentId agent);

    /** The same time for every agent. */
    static KeepAlivePolicy fixed(Duration time) {
        return agent -> time;
    }
}
