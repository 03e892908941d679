package dev.dormouse.invoker.agent;

import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.RevisionId;
import java.time.Instant;
import java.util.List;

/**
 * An agent as callers see it.
 *
 * @param id its identity
 * @param revision the revision that it is on
 * @param state where it stands now, in this process
 * @param generation number of its commits
 * @param heapBytes what it holds in this process's heap for itself; 0 if suspended
 * @param logBytes its commits that are in the log and in no snapshot yet
 * @param snapshotBytes its newest snapshot; 0 if it has none
 * @param retained generations that it can be reverted to beside its newest, oldest first
 * @param createdAt when its first message was committed
 * @param updatedAt when its last change was committed
 */
public record AgentView(
        AgentId id,
        RevisionId revision,
        State state,
        long generation,
        long heapBytes,
        long logBytes,
        long snapshotBytes,
        List<Long> retained,
        Instant createdAt,
        Instant updatedAt) {
    public AgentView {
        retained = List.copyOf(retained);
    }

    /** Where an agent stands in this process. */
    public enum State {
        /** A message runs. */
        BUSY,
        /** Its memory is in the heap; nothing runs. */
        WARM,
        /** It is in the store only. */
        SUSPENDED
    }
}
