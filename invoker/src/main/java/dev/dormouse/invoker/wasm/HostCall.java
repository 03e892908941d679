package dev.dormouse.invoker.wasm;

/** The calling instance as a host function sees it. Confined to the guest's thread, valid during the call only. */
public interface HostCall {
    /** The instance's linear memory; of size 0 if the module has none. */
    GuestMemory memory();

    /** What the host attached to this instance, see {@link CompiledModule#resume}. */
    Object context();

    /**
     * Whether the invocation was cancelled: to be asked by a function that waits. Who cancels unparks the guest's thread.
     */
    boolean cancelled();

    /**
     * Uses fuel for work that the host does for the guest. Copying through {@link #memory()} is charged by itself.
     *
     * @param fuel units, not negative; see docs/fuel.md
     * @throws GuestStop if there is not so much left, or the deadline has passed
     */
    void charge(long fuel);
}
