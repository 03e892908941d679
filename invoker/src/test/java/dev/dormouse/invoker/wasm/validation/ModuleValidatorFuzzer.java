package dev.dormouse.invoker.wasm.validation;

import dev.dormouse.invoker.wasm.ModuleRefused;
import run.endive.wasm.Parser;

/** What Jazzer calls: any bytes are accepted, by the engine too, or refused by the one exception. */
public final class ModuleValidatorFuzzer {
    private static final ModuleValidator VALIDATOR = new ModuleValidator(ModuleLimits.DEFAULTS);

    private ModuleValidatorFuzzer() {}

    /** One input; whatever this throws is a finding. */
    public static void fuzzerTestOneInput(byte[] input) {
        ValidatedModule accepted;
        try {
            accepted = VALIDATOR.validate(input);
        } catch (ModuleRefused refused) {
            if (refused.offset() > input.length) {
                throw new IllegalStateException("Refused behind the end: " + refused.getMessage());
            }
            return;
        }
        Parser.parse(accepted.toBytes());
    }
}
