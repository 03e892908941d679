package dev.dormouse.invoker.wasm;

import java.time.Duration;

/**
 * Compiles in the calling thread, for tests and tools. It has no limits: a hostile module may take this process's time
 * and memory, which is why the runtime uses a process apart.
 */
public final class InProcessModuleCompiler implements ModuleCompiler {
    @Override
    public ModuleArtifact compile(byte[] module, Duration limit) throws ModuleRefused {
        return Translator.translate(module);
    }

    @Override
    public void close() {}
}
