package dev.dormouse.scheduler;

/** What happens to an instance after its invocation. */
public sealed interface Disposition {
    /**
     * It waits for the agent's next message.
     *
     * @param nanos how long; afterwards it is suspended
     */
    record KeepWarm(long nanos) implements Disposition {}

    /** It is dropped after a snapshot was written: the agent goes on from there. */
    record Suspend() implements Disposition {}

    /** It is dropped: it belongs to a stateless function, or its memory is not to be trusted. */
    record Terminate() implements Disposition {}
}
