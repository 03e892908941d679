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

    /** The guest did not come to its end. The instance is not to be used again. */
    sealed interface Stopped extends Completion {}

    /**
     * A rule of WebAssembly or of the host interface was broken.
     *
     * @param reason for a person: which rule, where if known
     */
    record Trapped(String reason) implements Stopped {}

    /** The fuel of the call was used up. */
    record OutOfFuel() implements Stopped {}

    /** The wall-clock deadline passed. */
    record PastDeadline() implements Stopped {}

    /**
     * A limit on something that a guest can make grow was reached.
     *
     * @param limit which limit, its value, and the setting that raises it
     */
    record OutOfMemory(String limit) implements Stopped {}

    /**
     * All guests together take as much memory as they may, see {@link MemoryBudget}: not the guest's fault, and another
     * time it may fit.
     *
     * @param limit which limit, its value, and the setting that raises it
     */
    record RuntimeFull(String limit) implements Stopped {}

    /** Somebody cancelled the call. */
    record Cancelled() implements Stopped {}
}
