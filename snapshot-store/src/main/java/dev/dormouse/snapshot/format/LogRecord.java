package dev.dormouse.snapshot.format;

import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.BaseId;
import dev.dormouse.snapshot.RevisionId;

/** One entry of a partition's log: what happened to one agent. */
public sealed interface LogRecord {
    /** Stands for "there was no commit before". */
    long NONE = -1;

    /** The agent. */
    AgentId agent();

    /**
     * The agent has a new state.
     *
     * @param agent the agent
     * @param previous position of the agent's commit before this one, or {@link #NONE}
     * @param generation number of the agent's commits with this one, from 1
     * @param revision the revision that the agent is on
     * @param base the base that its snapshots differ from
     * @param whole true if the record's sections lead from the base to the state, and no earlier record is needed;
     *     false if they lead there from the state before
     * @param millis when it was committed, in milliseconds since 1970, by the writer's clock
     */
    record Change(
            AgentId agent, long previous, long generation, RevisionId revision, BaseId base, boolean whole, long millis)
            implements LogRecord {
        public Change {
            if (previous < NONE || generation < 1 || (previous == NONE && !whole)) {
                throw new IllegalArgumentException("The commit of generation " + generation + " cannot follow position "
                        + previous + (whole ? "." : " as a difference."));
            }
        }
    }

    /**
     * The agent is gone.
     *
     * @param agent the agent
     * @param previous position of its last commit
     */
    record Deletion(AgentId agent, long previous) implements LogRecord {}

    /**
     * There is a snapshot of the agent.
     *
     * @param agent the agent
     * @param tip position of the newest commit that it covers
     * @param generation the generation that it stands for
     * @param bytes its length
     */
    record Packing(AgentId agent, long tip, long generation, long bytes) implements LogRecord {}
}
