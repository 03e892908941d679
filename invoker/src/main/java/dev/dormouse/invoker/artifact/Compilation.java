package dev.dormouse.invoker.artifact;

import dev.dormouse.invoker.registry.ModuleRef;
import dev.dormouse.invoker.wasm.ModuleArtifact;
import dev.dormouse.invoker.wasm.ModuleCompiler;
import dev.dormouse.invoker.wasm.ModuleRefused;
import dev.dormouse.invoker.wasm.validation.ModuleValidator;
import dev.dormouse.invoker.wasm.validation.ValidatedModule;
import dev.dormouse.snapshot.ModuleDigest;
import dev.dormouse.snapshot.format.CorruptObjectException;
import dev.dormouse.snapshot.object.StoreUnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Gets modules compiled, and keeps what that gave in the store for every later start of the same engine. What another
 * version of the runtime compiled is of no use to this one; then {@link #again} compiles the module as it was uploaded.
 * Thread-safe.
 */
public final class Compilation {
    private static final System.Logger LOG = System.getLogger(Compilation.class.getName());

    private final ArtifactStore artifacts;
    private final ModuleValidator validator;
    private final ModuleCompiler compiler;
    private final Duration timeout;

    /** Held while a module is compiled that nobody deploys just now: they are many after an upgrade, and none is urgent. */
    private final ReentrantLock compilingAgain = new ReentrantLock();

    /**
     * @param validator looks at a module before the engine does
     * @param timeout of compiling one module
     */
    public Compilation(ArtifactStore artifacts, ModuleValidator validator, ModuleCompiler compiler, Duration timeout) {
        this.artifacts = artifacts;
        this.validator = validator;
        this.compiler = compiler;
        this.timeout = timeout;
    }

    /** What compiling a module gave, if this version of the runtime has compiled it. Damage counts as if it had not. */
    public Optional<ModuleArtifact> kept(ModuleRef module) throws StoreUnavailableException {
        try {
            return artifacts.compiled(module);
        } catch (CorruptObjectException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "A compiled module is damaged and is compiled anew: " + e.getMessage());
            artifacts.dropCompiled(module);
            return Optional.empty();
        }
    }

    /**
     * Looks at a module.
     *
     * @throws ModuleRefused if it is not acceptable
     */
    public ValidatedModule validate(byte[] module) throws ModuleRefused {
        return validator.validate(module);
    }

    /**
     * Compiles a module.
     *
     * @throws ModuleRefused if it cannot be compiled, or not in time
     */
    public ModuleArtifact compile(ValidatedModule module) throws ModuleRefused {
        return compiler.compile(module.toBytes(), timeout);
    }

    /** Keeps what compiling gave. */
    public void keep(ModuleRef module, ModuleArtifact artifact) throws StoreUnavailableException {
        artifacts.keepCompiled(module, artifact);
    }

    /** Where a module is to be kept. */
    public ModuleRef ref(ModuleDigest digest) {
        return artifacts.ref(digest);
    }

    /** Keeps a module that nobody uploaded, for a version of the runtime that has to compile it again. */
    public void keepModule(ModuleRef ref, byte[] module) {
        boolean ignored = artifacts.keep(ref, module);
    }

    /** Whether a revision names the module, so that what it was compiled to has been kept with it. */
    public boolean isNamed(ModuleRef module) {
        return artifacts.named(module.digest()).filter(module::equals).isPresent();
    }

    /**
     * A module that was deployed at some time, compiled by this version of the runtime: kept, or compiled now.
     *
     * @throws CorruptObjectException if the module is not in the store
     * @throws ModuleRefused if this version does not take it any more
     */
    public ModuleArtifact again(ModuleRef module)
            throws ModuleRefused, StoreUnavailableException, CorruptObjectException {
        Optional<ModuleArtifact> kept = kept(module);
        if (kept.isPresent()) {
            return kept.get();
        }
        compilingAgain.lock();
        try {
            Optional<ModuleArtifact> meanwhile = kept(module);
            return meanwhile.isPresent() ? meanwhile.get() : compileUploaded(module);
        } finally {
            compilingAgain.unlock();
        }
    }

    private ModuleArtifact compileUploaded(ModuleRef module)
            throws ModuleRefused, StoreUnavailableException, CorruptObjectException {
        byte[] uploaded = artifacts
                .module(module)
                .orElseThrow(() -> new CorruptObjectException("Module " + module.digest()
                        + " was compiled by another version of the runtime and is not in the store as it was uploaded."
                        + " Deploy the function again."));
        LOG.log(
                System.Logger.Level.INFO,
                "Compiling module " + module.digest() + " again for this version of the runtime.");
        ModuleArtifact artifact = compile(validate(uploaded));
        keep(module, artifact);
        return artifact;
    }
}
