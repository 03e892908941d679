package dev.dormouse.invoker.process;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Lets system calls of a process fail, or end it. */
final class Strace {
    private Strace() {}

    /**
     * Lets calls fail. What is given back is what a command is put behind: it then runs in the process that is started,
     * and the tracer beside it.
     *
     * @param calls names of system calls, separated by commas
     * @param fault what becomes of them, such as {@code error=EIO:when=3}; each thread counts its own
     */
    static List<String> failing(String calls, String fault) {
        List<String> command = tracing(calls);
        command.addAll(List.of("--seccomp-bpf", "-e", "inject=" + calls + ":" + fault));
        return command;
    }

    /** Ends the process when one of its threads makes the {@code nth} of these calls. */
    static List<String> killing(String calls, int nth) {
        List<String> command = tracing(calls); // with a filter in the kernel, strace 6.1 injects no signals
        command.addAll(List.of("-e", "inject=" + calls + ":signal=KILL:when=" + nth));
        return command;
    }

    private static List<String> tracing(String calls) {
        return new ArrayList<>(List.of("strace", "-D", "-f", "-qq", "-o", "/dev/null", "-e", "trace=" + calls));
    }

    /** Skips the test where strace is missing, or may not do its work. */
    static void assumeThere() {
        List<String> command = failing("fsync", "error=EIO:when=1");
        command.add("true");
        try {
            assumeTrue(
                    new ProcessBuilder(command)
                                    .redirectErrorStream(true)
                                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                    .start()
                                    .waitFor()
                            == 0,
                    "strace may not trace here.");
        } catch (IOException e) {
            assumeTrue(false, "strace is not installed.");
        } catch (InterruptedException e) {
            throw new IllegalStateException("The test was interrupted.", e);
        }
    }
}
