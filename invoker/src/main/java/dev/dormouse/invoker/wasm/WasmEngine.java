package dev.dormouse.invoker.wasm;

import java.util.List;

/** Makes modules ready to run. One per process, so that nothing about it can differ between modules. Thread-safe. */
public final class WasmEngine {
    private static long codeBytes(ModuleArtifact artifact) {
        return artifact.skeleton().module().length
                + artifact.classes().values().stream()
                        .mapToLong(classFile -> classFile.length)
                        .sum();
    }

    /**
     * Loads an artifact and links it to the host.
     *
     * @param artifact what the compiler made
     * @param host the functions that this module may import
     * @throws ModuleRefused if it imports something else, or its classes cannot be linked
     */
    public CompiledModule load(ModuleArtifact artifact, List<HostFunction> host) throws ModuleRefused {
        return new CompiledModule(
                artifact.facts(),
                new ModuleVariants(
                        artifact.skeleton(),
                        !artifact.facts().interpretedFunctions().isEmpty()),
                GuestClassLoader.load(artifact),
                HostLinks.link(artifact.facts(), host),
                codeBytes(artifact));
    }
}
