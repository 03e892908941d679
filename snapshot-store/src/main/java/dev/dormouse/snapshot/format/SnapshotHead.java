package dev.dormouse.snapshot.format;

import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.BaseId;
import dev.dormouse.snapshot.RevisionId;

/**
 * Whose state a snapshot is.
 *
 * @param agent the agent
 * @param tip position of the segment that holds the agent's newest commit in it
 * @param generation number of the agent's commits that the snapshot stands for, from 1
 * @param revision the revision that the agent was on
 * @param base the image that the snapshot differs from
 */
public record SnapshotHead(AgentId agent, long tip, long generation, RevisionId revision, BaseId base) {
    public SnapshotHead {
        if (generation < 1 || tip < 0) {
            throw new IllegalArgumentException("A snapshot stands for at least one commit, at position 0 or above; this"
                    + " one says " + generation + " and " + tip + ".");
        }
    }

    ByteWriter write() {
        ByteWriter out = new ByteWriter(256);
        AgentFields.writeAgent(out, agent);
        out.varint(tip).varint(generation);
        AgentFields.writeRevision(out, revision);
        AgentFields.writeBase(out, base);
        return out;
    }

    static SnapshotHead read(ByteReader in) throws CorruptObjectException {
        SnapshotHead head = new SnapshotHead(
                AgentFields.readAgent(in),
                AgentFields.readNumber(in, 0, "The position of a snapshot"),
                AgentFields.readNumber(in, 1, "The generation of a snapshot"),
                AgentFields.readRevision(in),
                AgentFields.readBase(in));
        in.expectEnd();
        return head;
    }
}
