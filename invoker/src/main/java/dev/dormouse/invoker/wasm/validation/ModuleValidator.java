package dev.dormouse.invoker.wasm.validation;

import dev.dormouse.invoker.wasm.ModuleRefused;

/**
 * Decides whether bytes are a module that this runtime runs. Thread-safe: each validation has its own state.
 *
 * <p>Takes time and heap in proportion to the bytes it is given, and at most
 * {@link Limit#MODULE_BYTES} of them.
 */
public final class ModuleValidator {
    private final ModuleLimits limits;

    /** A validator with these limits. */
    public ModuleValidator(ModuleLimits limits) {
        this.limits = limits;
    }

    /**
     * Reads all of {@code module}. The array may change afterwards; while this method runs, it works on its own copy.
     *
     * @throws ModuleRefused if the bytes are not a module, if it is not valid, larger than the limits, or uses a feature
     *     that this runtime does not run
     */
    public ValidatedModule validate(byte[] module) throws ModuleRefused {
        Refusals refusals = new Refusals(limits);
        refusals.check(Limit.MODULE_BYTES, module.length, -1);
        return new Validation(module.clone(), refusals).run();
    }
}
