/**
 * What callers and guests say to each other, as the parts between them pass it on: heads of requests and answers.
 *
 * <p>Plain data that depends on nothing, so that the trigger, the execution and the host functions can all name it.
 */
@NullMarked
package dev.dormouse.invoker.exchange;

import org.jspecify.annotations.NullMarked;
