package dev.dormouse.invoker.wasm;

/** How one call into a guest ended. */
public sealed interface Completion {
    /**
     * The function returned.
     *
     * @param value the bits of its first result; 0 if it has none
     */
    record Returned(long value) implements Completion {}

    /**
     * The guest ended itself by WASI's {@code proc_exit}.
     *
     * @param code the exit code
     */
    record Exited(int code) implements Completion {}

    /**
     * A rule of WebAssembly or of the host interface was broken. The instance is not to be used again.
     *
     * @param reason for a person: which rule, where if known
     */
    record Trapped(String reason) implements Completion {}

    /** The fuel of the call was used up. The instance is not to be used again. */
    record OutOfFuel() implements Completion {}

    /** The wall-clock deadline passed. The instance is not to be used again. */
    record PastDeadline() implements Completion {}

    /**
     * A limit on something that a guest can make grow was reached. The instance is not to be used again.
     *
     * @param limit which limit, its value, and the setting that raises it
     */
    record OutOfMemory(String limit) implements Completion {}

    /**
     * All guests together take as much memory as they may, see {@link MemoryBudget}: not the guest's fault, and another
     * time it may fit. The instance is not to be used again.
     *
     * @param limit which limit, its value, and the setting that raises it
     */
    record RuntimeFull(String limit) implements Completion {}

    /** Somebody cancelled the call. The instance is not to be used again. */
    record Cancelled() implements Completion {}
}
