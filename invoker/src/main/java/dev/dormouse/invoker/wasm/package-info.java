/**
 * The Wasm engine behind our own border: compiled modules, copy-on-write memory, capture and resume, fuel.
 *
 * <p>The only package that sees Endive (the present name of Chicory). Host functions come in as
 * {@link dev.dormouse.invoker.wasm.HostFunction}; a call ends as a {@link dev.dormouse.invoker.wasm.Completion}.
 * What is checked before the engine sees a byte is in {@code validation}.
 */
@NullMarked
package dev.dormouse.invoker.wasm;

import org.jspecify.annotations.NullMarked;
