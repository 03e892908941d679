package dev.dormouse.invoker.execution;

/** Runs invocations. The one door by which triggers enter. Thread-safe; blocks the calling thread until the end. */
@FunctionalInterface
public interface InvocationHandler {
    /**
     * Runs {@code invocation} to its end, whatever that is. Nothing is thrown for what a caller or a guest does.
     *
     * @param sink where an answer goes that the guest streams
     * @return the end; exactly one for each call
     */
    InvocationResult invoke(Invocation invocation, AnswerSink sink);
}
