package dev.dormouse.invoker.wasm;

/** Carries a fault of a host function through the guest's frames, so that it is not taken for the guest's. */
final class HostFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final RuntimeException fault;

    HostFault(RuntimeException fault) {
        super(null, fault, false, false);
        this.fault = fault;
    }

    RuntimeException fault() {
        return fault;
    }
}
