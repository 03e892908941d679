/**
 * The runtime as a process: the composition root, its settings and the command line.
 *
 * <p>{@code Main} is the only place that constructs components. What a request passes through is in {@code http},
 * {@code execution}, {@code wasm} and {@code host}; what a deploy passes through is in {@code registry}.
 */
@NullMarked
package dev.dormouse.invoker;

import org.jspecify.annotations.NullMarked;
