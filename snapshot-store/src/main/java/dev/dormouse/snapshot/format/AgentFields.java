package dev.dormouse.snapshot.format;

import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.BaseId;
import dev.dormouse.snapshot.Excerpt;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.RevisionId;
import java.util.HexFormat;

/** Identities as fields: what breaks an identity's own rule is corrupt. */
final class AgentFields {
    private static final int BASE_ID_BYTES = 32;

    private AgentFields() {}

    static void writeAgent(ByteWriter out, AgentId agent) {
        out.text(agent.function().value()).text(agent.key());
    }

    static AgentId readAgent(ByteReader in) throws CorruptObjectException {
        String function = in.text();
        String key = in.text();
        try {
            return new AgentId(new FunctionName(function), key);
        } catch (IllegalArgumentException e) {
            throw new CorruptObjectException("An agent is named " + Excerpt.of(function) + "/" + Excerpt.of(key), e);
        }
    }

    static void writeRevision(ByteWriter out, RevisionId revision) {
        out.text(revision.function().value()).varint(revision.number());
    }

    static RevisionId readRevision(ByteReader in) throws CorruptObjectException {
        String function = in.text();
        int number = in.bounded(Integer.MAX_VALUE, "The number of a revision");
        try {
            return new RevisionId(new FunctionName(function), number);
        } catch (IllegalArgumentException e) {
            throw new CorruptObjectException("A revision is named " + Excerpt.of(function) + "@" + number, e);
        }
    }

    static void writeBase(ByteWriter out, BaseId base) {
        out.bytes(HexFormat.of().parseHex(base.hex()));
    }

    static BaseId readBase(ByteReader in) throws CorruptObjectException {
        int at = in.skip(BASE_ID_BYTES);
        return new BaseId(HexFormat.of().formatHex(in.array(), at, at + BASE_ID_BYTES));
    }

    /** Reads a count or position that is at least {@code min} and fits in a {@code long}. */
    static long readNumber(ByteReader in, long min, String what) throws CorruptObjectException {
        long value = in.varint();
        if (value < min) {
            throw new CorruptObjectException(what + " is " + value + "; at least " + min + " is possible.");
        }
        return value;
    }
}
