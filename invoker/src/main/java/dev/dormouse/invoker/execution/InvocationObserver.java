package dev.dormouse.invoker.execution;

/** Who wants to know of each invocation's end. Called on the invocation's thread; must not block. */
@FunctionalInterface
public interface InvocationObserver {
    /** Nobody. */
    InvocationObserver NONE = (invocation, result) -> {};

    /** An invocation has ended and its answer is about to be sent. */
    void settled(Invocation invocation, InvocationResult result);
}
