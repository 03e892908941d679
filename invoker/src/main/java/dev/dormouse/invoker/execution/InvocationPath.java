package dev.dormouse.invoker.execution;

import dev.dormouse.invoker.Refused;
import dev.dormouse.invoker.registry.Revision;
import dev.dormouse.scheduler.Activation;
import dev.dormouse.scheduler.AdmissionRequest;
import java.io.UncheckedIOException;

/** The way that one kind of invocation takes: what it asks of the scheduler, and what is done once it is admitted. */
public interface InvocationPath {
    /**
     * Gets an invocation ready to be admitted. The caller closes what it gets, whatever comes of the admission.
     *
     * @param revision what its selector chose
     * @throws Refused if it is not acceptable as it is
     * @throws UncheckedIOException if its body had to be read and could not be
     */
    Ready ready(Invocation invocation, Revision revision);

    /** An invocation that may go on to be admitted. Used by one thread. */
    interface Ready extends AutoCloseable {
        /** What it asks for. */
        AdmissionRequest admission();

        /**
         * Makes live, runs, settles and, for an agent, commits. Nothing is thrown. The activation is completed exactly
         * once, though perhaps after the return.
         */
        InvocationResult run(Activation activation, AnswerSink sink, Stopwatch watch);

        /** Gives back what getting ready took. */
        @Override
        default void close() {}
    }
}
