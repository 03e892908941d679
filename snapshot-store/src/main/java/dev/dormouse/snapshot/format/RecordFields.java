package dev.dormouse.snapshot.format;

import dev.dormouse.snapshot.AgentId;

/** A log record as fields. */
final class RecordFields {
    private static final int CHANGE = 1;
    private static final int DELETION = 2;
    private static final int PACKING = 3;

    private RecordFields() {}

    static ByteWriter write(LogRecord record) {
        ByteWriter out = new ByteWriter(256);
        switch (record) {
            case LogRecord.Change change -> {
                out.u8(CHANGE);
                AgentFields.writeAgent(out, change.agent());
                out.varint(change.previous() + 1).varint(change.generation());
                AgentFields.writeRevision(out, change.revision());
                AgentFields.writeBase(out, change.base());
                out.u8(change.whole() ? 1 : 0).varint(change.millis());
            }
            case LogRecord.Deletion deletion -> {
                out.u8(DELETION);
                AgentFields.writeAgent(out, deletion.agent());
                out.varint(deletion.previous() + 1);
            }
            case LogRecord.Packing packing -> {
                out.u8(PACKING);
                AgentFields.writeAgent(out, packing.agent());
                out.varint(packing.tip()).varint(packing.generation()).varint(packing.bytes());
            }
        }
        return out;
    }

    static LogRecord read(ByteReader in) throws CorruptObjectException {
        int kind = in.u8();
        AgentId agent = AgentFields.readAgent(in);
        LogRecord record = switch (kind) {
            case CHANGE -> readChange(in, agent);
            case DELETION -> new LogRecord.Deletion(agent, readPosition(in));
            case PACKING ->
                new LogRecord.Packing(
                        agent,
                        AgentFields.readNumber(in, 0, "The position of a snapshot"),
                        AgentFields.readNumber(in, 1, "The generation of a snapshot"),
                        AgentFields.readNumber(in, 0, "The length of a snapshot"));
            default -> throw new CorruptObjectException("A record has the unknown kind " + kind + ".");
        };
        in.expectEnd();
        return record;
    }

    private static LogRecord readChange(ByteReader in, AgentId agent) throws CorruptObjectException {
        long previous = readPosition(in);
        long generation = AgentFields.readNumber(in, 1, "A generation");
        var revision = AgentFields.readRevision(in);
        var base = AgentFields.readBase(in);
        int whole = in.u8();
        if (whole > 1 || (previous == LogRecord.NONE && whole == 0)) {
            throw new CorruptObjectException("A first commit is a difference from nothing.");
        }
        return new LogRecord.Change(agent, previous, generation, revision, base, whole == 1, in.varint());
    }

    /** Positions are written plus one, so that none is zero. */
    private static long readPosition(ByteReader in) throws CorruptObjectException {
        return AgentFields.readNumber(in, 0, "A position") - 1;
    }
}
