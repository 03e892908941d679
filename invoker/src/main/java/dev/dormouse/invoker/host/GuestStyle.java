package dev.dormouse.invoker.host;

/** How a guest takes its request and gives its answer. */
public enum GuestStyle {
    /** An entry export on the host functions of Extism. */
    EXTISM,
    /** A WASI preview 1 command: body on stdin, answer on stdout. */
    WASI,
    /** A JavaScript module, run by the engine module that comes with the runtime. */
    JS;

    /**
     * The style of a module whose author did not say. A module that begins as a program does and imports nothing of
     * Extism is a command; every other module is called through an entry. Scripts are told apart by their media type
     * before there is a module.
     */
    public static GuestStyle of(GuestExports module) {
        return !module.importsExtism() && module.has(WasiProgram.ENTRY, WasiProgram.ENTRY_TYPE) ? WASI : EXTISM;
    }
}
