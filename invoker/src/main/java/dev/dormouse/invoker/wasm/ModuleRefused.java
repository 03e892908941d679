package dev.dormouse.invoker.wasm;

/**
 * A module that will not be run, and why. The one answer to any bytes that are not an acceptable module.
 */
public final class ModuleRefused extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why a module was refused; a new reason only where a caller would act differently. */
    public enum Reason {
        /** The bytes are not a well-formed module. */
        MALFORMED,
        /** Well-formed, but not valid by the specification. */
        INVALID,
        /** It is larger in some way than this runtime allows. */
        LIMIT,
        /** It uses a part of WebAssembly that this runtime does not run. */
        UNSUPPORTED,
        /** It imports what the host does not have or did not grant. */
        IMPORT,
        /** Compiling it took more time or memory than a deploy may. */
        COMPILE_LIMIT,
        /** Its own initialisation failed. */
        INITIALISATION
    }

    private final Reason reason;
    private final long offset;

    /**
     * @param reason the kind
     * @param offset where in the module, in bytes; -1 if it is not one place
     * @param message rule, value, subject, next step
     */
    public ModuleRefused(Reason reason, long offset, String message) {
        this(offset < 0 ? message : message + " (at byte " + offset + " of the module)", reason, offset);
    }

    private ModuleRefused(String text, Reason reason, long offset) {
        super(text);
        this.reason = reason;
        this.offset = offset;
    }

    /** A refusal that was made elsewhere; {@code text} is its whole message. */
    static ModuleRefused relayed(Reason reason, long offset, String text) {
        return new ModuleRefused(text, reason, offset);
    }

    /** The kind. */
    public Reason reason() {
        return reason;
    }

    /** Where in the module, in bytes; -1 if it is not one place. */
    public long offset() {
        return offset;
    }
}
