package dev.dormouse.invoker;

/** Starts a runtime: what the command line knows of all that is behind it. */
@FunctionalInterface
public interface RuntimeLauncher {
    /**
     * Starts and returns when the runtime serves requests.
     *
     * @throws StartRefused if it cannot; nothing is left running then
     */
    RunningRuntime start(RuntimeSettings settings, StartProgress progress) throws StartRefused;
}
