package dev.dormouse.snapshot.object.s3.fake;

/** What goes wrong with one request. */
public sealed interface Fault {
    /**
     * An error instead of the work.
     *
     * @param status of the answer
     * @param code as in the answer's XML
     */
    record Answer(int status, String code) implements Fault {}

    /** The work is done, and an error is answered nevertheless. */
    record AppliedThenAnswer(int status, String code) implements Fault {}

    /** The connection is closed before the work is done. */
    record Reset() implements Fault {}

    /** The work is done, and the connection closed instead of an answer. */
    record LostAnswer() implements Fault {}

    /** Nothing is done and nothing answered, until the fake is closed. */
    record Silence() implements Fault {}

    /** The work is done and nothing answered, until the fake is closed. */
    record SilenceAfterwards() implements Fault {}

    /** A write is kept and done when {@link S3Fake#applyHeld} says so; the connection is closed at once. */
    record Held() implements Fault {}

    /** The body ends in its middle, though the length in the head was right. */
    record CutBody() implements Fault {}

    /** The body is half of what it should be, and the head says that half is all. */
    record ShortBody() implements Fault {}

    /** One bit of the body is wrong. */
    record WrongByte() implements Fault {}

    /** The body comes byte by byte and never ends. */
    record Drip() implements Fault {}

    /** 503 as Amazon says it. */
    static Fault slowDown() {
        return new Answer(503, "SlowDown");
    }
}
