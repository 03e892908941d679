package dev.dormouse.invoker.registry;

/** How a guest takes its request and gives its answer. */
public enum Style {
    /** An entry export on the host functions of Extism. */
    EXTISM,
    /** A WASI preview 1 command: body on stdin, answer on stdout. */
    WASI,
    /** A JavaScript module, run by the engine module that comes with the runtime. */
    JS
}
