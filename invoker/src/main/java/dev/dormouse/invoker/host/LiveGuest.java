package dev.dormouse.invoker.host;

import dev.dormouse.invoker.wasm.Completion;

/** A live instance as its style drives it: each call within what is left of one budget. */
public interface LiveGuest {
    /** Runs the module's start function; returns at once if it has none. */
    Completion start();

    /**
     * Calls an exported function.
     *
     * @param export a function that the module exports
     * @param arguments the bits of its arguments
     */
    Completion call(String export, long... arguments);
}
