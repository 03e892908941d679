package dev.dormouse.invoker;

import dev.dormouse.snapshot.FunctionName;
import java.net.URI;

/** A runtime that serves requests. Thread-safe. */
public interface RunningRuntime extends AutoCloseable {
    /** Where, with the port that was really taken, for example {@code http://127.0.0.1:8080}; no slash at the end. */
    URI url();

    /** Whether a function of this name is deployed. */
    boolean serves(FunctionName function);

    /** Whether a request needs an API key. */
    boolean asksForKeys();

    /** Waits until the runtime has stopped, by {@link #close} or by itself. */
    void awaitStop() throws InterruptedException;

    /**
     * Takes no new work, lets running invocations finish within {@link RuntimeSettings#drain}, then stops. Returns when
     * all is down; a second call waits for the first.
     */
    @Override
    void close();
}
