/**
 * What guests may import, and how a guest of each style is initialised, called and understood.
 *
 * <p>{@link dev.dormouse.invoker.host.Host} is made once per runtime; it checks the settings of each function once and
 * prepares a {@link dev.dormouse.invoker.host.HostContext} for each instance. One class holds the functions of one
 * import module: {@code ExtismHost}, {@code RequestHost}, {@code WasiHost}; {@code docs/abi.md} defines them for
 * authors. Sees the engine only through the border types of {@code wasm}.
 */
@NullMarked
package dev.dormouse.invoker.host;

import org.jspecify.annotations.NullMarked;
