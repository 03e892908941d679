package dev.dormouse.snapshot.format;

import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.BaseId;
import dev.dormouse.snapshot.Excerpt;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.RevisionId;

/**
 * Whose state a snapshot is.
 *
 * @param agent the agent
 * @param generation number of the agent's commits that the snapshot stands for, from 1
 * @param revision the revision that the agent was on
 * @param base the image that the snapshot differs from
 */
public record SnapshotHead(AgentId agent, long generation, RevisionId revision, BaseId base) {
    public SnapshotHead {
        if (generation < 1) {
            throw new IllegalArgumentException(
                    "A snapshot stands for at least one commit; this one says " + generation + ".");
        }
    }

    void write(ByteWriter out) {
        out.text(agent.function().value()).text(agent.key());
        out.varint(generation).text(revision.toString()).text(base.hex());
    }

    static SnapshotHead read(ByteReader in) throws CorruptObjectException {
        try {
            SnapshotHead head = new SnapshotHead(
                    new AgentId(new FunctionName(in.text()), in.text()),
                    in.varint(),
                    RevisionId.parse(in.text()),
                    new BaseId(in.text()));
            in.expectEnd();
            return head;
        } catch (IllegalArgumentException e) {
            throw new CorruptObjectException(
                    "A snapshot's head is not one: " + Excerpt.of(String.valueOf(e.getMessage())), e);
        }
    }
}
