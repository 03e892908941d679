/**
 * One invocation from admission to answer, in seven steps that stand in this order in the code.
 *
 * <p>Knows neither HTTP nor S3. Start at {@link dev.dormouse.invoker.execution.Invocation}.
 */
@NullMarked
package dev.dormouse.invoker.execution;

import org.jspecify.annotations.NullMarked;
