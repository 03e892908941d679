package dev.dormouse.invoker.wasm;

/** The calling instance as a host function sees it. Confined to the guest's thread, valid during the call only. */
public interface HostCall {
    /** The instance's linear memory; of size 0 if the module has none. */
    GuestMemory memory();

    /** What the host attached to this instance, see {@link CompiledModule#resume}. */
    Object context();
}
