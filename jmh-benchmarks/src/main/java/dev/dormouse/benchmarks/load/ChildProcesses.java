package dev.dormouse.benchmarks.load;

/** What this process has started, and what that has started. */
public final class ChildProcesses {
    private ChildProcesses() {}

    /** Whoever ends this process ends them. */
    public static void endWithThisProcess() {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly), "end"));
    }
}
