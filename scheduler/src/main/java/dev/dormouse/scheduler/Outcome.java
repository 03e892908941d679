package dev.dormouse.scheduler;

/** How an invocation ended: the closed list used alike by HTTP status, metric label, log line and history. */
public enum Outcome {
    /** The guest answered. */
    OK,
    /** The guest said that it failed: a non-zero return or exit code. */
    GUEST_ERROR,
    /** The guest broke a rule of WebAssembly or of the host interface and was stopped. */
    TRAP,
    /** The wall-clock deadline passed. */
    DEADLINE_EXCEEDED,
    /** The fuel of this invocation was used up. */
    FUEL_EXHAUSTED,
    /** A limit on memory, tables, host blocks, answer or log bytes was reached. */
    MEMORY_EXCEEDED,
    /** It was not started: the function or the process is at its limit. */
    REJECTED,
    /** There is no such function, revision or agent. */
    NOT_FOUND,
    /** The caller went away or the process is stopping. */
    CANCELLED,
    /** A fault of the runtime or of its store. */
    INTERNAL
}
