/**
 * Looks at every byte of a module before the engine sees one.
 *
 * <p>{@link dev.dormouse.invoker.wasm.validation.ModuleValidator} reads the binary format and checks the types of every
 * function body, as the WebAssembly core specification says, within the bounds of
 * {@link dev.dormouse.invoker.wasm.validation.ModuleLimits}. Any bytes end as a
 * {@link dev.dormouse.invoker.wasm.validation.ValidatedModule} or as the one exception
 * {@link dev.dormouse.invoker.wasm.ModuleRefused}. It knows nothing of the engine and of what the host offers. Bounds and
 * accepted features are listed in {@code docs/module-limits.md}.
 */
@NullMarked
package dev.dormouse.invoker.wasm.validation;

import org.jspecify.annotations.NullMarked;
