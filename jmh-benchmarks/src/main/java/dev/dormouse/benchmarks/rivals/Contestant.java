package dev.dormouse.benchmarks.rivals;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Who takes part: how its processes are started, and how it is asked. It gets POST requests without a body and answers
 * with a number.
 *
 * @param name as tables show it
 * @param installed what must have been installed for it; empty for what this checkout has itself
 * @param command starts it on an empty directory, or on the one that it had before
 * @param target the path of counter {@code number}
 * @param preparation what is left to do when it listens for the first time
 */
record Contestant(
        String name, Optional<String> installed, Command command, IntFunction<String> target, Preparation preparation) {

    /** Gives a command line. The first port is the one that is asked; the process of the command is stopped at the end. */
    @FunctionalInterface
    interface Command {
        List<String> line(Path directory, List<Integer> ports);
    }

    /** Fails for as long as it is too early; it is tried again then. */
    @FunctionalInterface
    interface Preparation {
        Preparation NONE = listeners -> {};

        void run(List<URI> listeners) throws IOException;
    }
}
