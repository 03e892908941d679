package dev.dormouse.invoker.wasm;

import java.time.Duration;

/** Turns the bytes of a module into an artifact that can be loaded. Thread-safe. */
public interface ModuleCompiler extends AutoCloseable {
    /**
     * Parses, validates and compiles.
     *
     * @param module the bytes of the module; not written, not kept
     * @param limit how long it may take, waiting for a free compiler included
     * @throws ModuleRefused if the bytes are no module that this runtime runs, or compiling reached a limit. There is
     *     no other outcome, whatever the bytes are
     */
    ModuleArtifact compile(byte[] module, Duration limit) throws ModuleRefused;

    /** Ends what is running and lets go of all resources. */
    @Override
    void close();
}
