package dev.dormouse.snapshot.store;

import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.InstanceImage;
import dev.dormouse.snapshot.RememberedAnswer;
import dev.dormouse.snapshot.RevisionId;
import dev.dormouse.snapshot.format.AgentState;
import dev.dormouse.snapshot.format.LogRecord;
import java.util.List;
import java.util.Optional;

/**
 * An agent between two invocations, as the store knows it: immutable, shared with all that resume from it.
 *
 * @param agent the agent
 * @param revision the revision that it is on
 * @param base what it started from
 * @param tip position of its newest commit in its partition's log, or {@link LogRecord#NONE} if it has none yet
 * @param generation number of its commits; 0 if it has none yet
 * @param state its instance and what its last messages were answered
 */
public record Snapshot(
        AgentId agent, RevisionId revision, RevisionBase base, long tip, long generation, AgentState state) {

    /** An agent that has had no message yet. */
    public static Snapshot fresh(AgentId agent, RevisionId revision, RevisionBase base) {
        AgentState state = new AgentState(base.image().image(), List.of());
        return new Snapshot(agent, revision, base, LogRecord.NONE, 0, state);
    }

    /** The instance's image. */
    public InstanceImage image() {
        return state.image();
    }

    /** What a message was answered, if it is remembered. */
    public Optional<RememberedAnswer> answerTo(String message) {
        return state.answers().stream()
                .filter(answer -> answer.message().equals(message))
                .findFirst();
    }
}
