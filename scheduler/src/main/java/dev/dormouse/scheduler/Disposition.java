package dev.dormouse.scheduler;

/** What happens to an instance after its invocation. */
public sealed interface Disposition {
    /** It is dropped: it belongs to a stateless function, or its memory is not to be trusted. */
    record Terminate() implements Disposition {}
}
