package dev.dormouse.invoker.execution;

import dev.dormouse.invoker.host.GuestExports;
import dev.dormouse.invoker.host.Host;
import dev.dormouse.invoker.wasm.CompiledModule;
import dev.dormouse.invoker.wasm.ModuleArtifact;
import dev.dormouse.invoker.wasm.ModuleFacts;
import dev.dormouse.invoker.wasm.ModuleRefused;
import dev.dormouse.invoker.wasm.WasmEngine;
import dev.dormouse.snapshot.ModuleDigest;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Loaded modules, so that all revisions of one module share its classes and their warmth. Holds them weakly: a module
 * that no live revision uses is unloaded. Thread-safe.
 */
public final class CompiledModules {
    private final WasmEngine engine;
    private final Host host;
    private final Map<ModuleDigest, WeakReference<CompiledModule>> loaded = new ConcurrentHashMap<>();

    public CompiledModules(WasmEngine engine, Host host) {
        this.engine = engine;
        this.host = host;
    }

    /**
     * Loads an artifact, unless its module is loaded already.
     *
     * @param digest of the module as uploaded
     * @param artifact what compiling it gave
     */
    public CompiledModule load(ModuleDigest digest, ModuleArtifact artifact) throws ModuleRefused {
        CompiledModule present = present(digest);
        if (present != null) {
            return present;
        }
        CompiledModule fresh = engine.load(artifact, host.functions());
        loaded.values().removeIf(reference -> reference.refersTo(null));
        loaded.put(digest, new WeakReference<>(fresh));
        return fresh;
    }

    /** The module if it is loaded, else null. */
    public @Nullable CompiledModule present(ModuleDigest digest) {
        WeakReference<CompiledModule> reference = loaded.get(digest);
        return reference == null ? null : reference.get();
    }

    /** What a style looks at in a module. */
    public static GuestExports exports(ModuleFacts facts) {
        return new GuestExports(
                facts.imports().stream().map(ModuleFacts.Import::module).collect(Collectors.toSet()),
                facts.exports().stream()
                        .filter(export -> export.kind() == ModuleFacts.Kind.FUNCTION)
                        .collect(Collectors.toMap(ModuleFacts.Export::name, ModuleFacts.Export::type)));
    }
}
