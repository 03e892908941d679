package dev.dormouse.benchmarks;

import dev.dormouse.invoker.wasm.InProcessModuleCompiler;
import dev.dormouse.invoker.wasm.ModuleCompiler;
import dev.dormouse.invoker.wasm.RemeteredCompiler;

/** Ways to run a guest's code. */
public enum GuestCode {
    /** Compiled, and it counts fuel at each backward jump and before each call: as the runtime has it. */
    METERED,
    /** As the engine's compiler emits it: in the same places it asks whether the thread was interrupted. */
    INTERRUPTIBLE,
    /** Compiled, with nothing in those places. Such a guest cannot be stopped. */
    UNMETERED,
    /** By the engine's interpreter. */
    INTERPRETED;

    /** A compiler that makes it. */
    ModuleCompiler compiler() {
        return switch (this) {
            case METERED -> new InProcessModuleCompiler();
            case INTERRUPTIBLE -> RemeteredCompiler.interruptible();
            case UNMETERED -> RemeteredCompiler.unmetered();
            case INTERPRETED -> throw new IllegalStateException("What is interpreted is not compiled.");
        };
    }
}
