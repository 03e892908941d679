package dev.dormouse.invoker.wasm.validation;

/**
 * A module that was read to its last byte and found valid and within the limits. Only {@link ModuleValidator} makes one,
 * so a method that takes this type takes checked bytes. Immutable.
 */
public final class ValidatedModule {
    private final byte[] bytes;
    private final ModuleSummary summary;
    private final FunctionNames functionNames;

    ValidatedModule(byte[] bytes, ModuleSummary summary, FunctionNames functionNames) {
        this.bytes = bytes;
        this.summary = summary;
        this.functionNames = functionNames;
    }

    /** A copy of the module without its custom sections. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /** What it declares. */
    public ModuleSummary summary() {
        return summary;
    }

    /**
     * The name that the author's tools gave a function, for messages; empty if unknown. Anybody can write anything there:
     * show it only as an excerpt. Searches a section of up to some MiB, so not for every call.
     */
    public String functionName(int function) {
        return functionNames.of(function);
    }
}
