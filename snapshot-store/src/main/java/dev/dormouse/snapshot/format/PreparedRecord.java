package dev.dormouse.snapshot.format;

import dev.dormouse.snapshot.InstanceImage;
import dev.dormouse.snapshot.RememberedAnswer;
import java.util.List;

/** A record as it will stand in a segment, encoded and compressed before it is known in which. Immutable. */
public final class PreparedRecord {
    private final LogRecord log;
    private final SectionList sections;

    private PreparedRecord(LogRecord log, SectionList sections) {
        this.log = log;
        this.sections = sections;
    }

    /** A record that needs no more than its own fields. */
    public static PreparedRecord of(LogRecord log) {
        return new PreparedRecord(log, head(log));
    }

    /**
     * A change of state.
     *
     * @param from what {@code to} is stored as the difference from: the base if {@code change} is whole, else the state
     *     before
     * @param to the new state
     * @param answers if the change is whole, all that is remembered; else what the message that led to it was answered
     */
    public static PreparedRecord of(
            LogRecord.Change change, InstanceImage from, InstanceImage to, List<RememberedAnswer> answers) {
        SectionList sections = head(change);
        ImageSections.write(sections, from, to, ImageSections.NO_GRANULES);
        if (!answers.isEmpty()) {
            sections.compressed(SectionType.ANSWERS, AnswerFields.many(answers));
        }
        return new PreparedRecord(change, sections);
    }

    private static SectionList head(LogRecord log) {
        return new SectionList().plain(SectionType.RECORD, RecordFields.write(log));
    }

    /** What happened. */
    public LogRecord log() {
        return log;
    }

    /** Bytes that it takes in a segment. */
    public int bytes() {
        return sections.bytes();
    }

    SectionList sections() {
        return sections;
    }
}
