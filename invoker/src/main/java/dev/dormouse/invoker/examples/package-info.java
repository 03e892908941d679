/**
 * The examples that come with the runtime: the folder {@code examples/} of the source, as its manifest describes it.
 * Start at {@link dev.dormouse.invoker.examples.BundledExamples}.
 */
@NullMarked
package dev.dormouse.invoker.examples;

import org.jspecify.annotations.NullMarked;
