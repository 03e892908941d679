package dev.dormouse.invoker.cli.command;

import dev.dormouse.snapshot.Ticker;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a command line finds around it.
 *
 * @param environment environment variables
 * @param home the person's home directory, if they have one
 * @param workingDirectory what relative paths start from, absolute
 * @param interactive whether a person watches {@code err}
 * @param self the command that starts this program as another process, without its arguments
 * @param clock the time of day
 * @param ticker for spans of time
 * @param secrets where secrets come from
 * @param in standard input
 * @param out standard output: what was asked for, nothing else
 * @param err standard error: progress, logs, complaints
 */
public record Surroundings(
        Map<String, String> environment,
        Optional<Path> home,
        Path workingDirectory,
        boolean interactive,
        List<String> self,
        InstantSource clock,
        Ticker ticker,
        SecureRandom secrets,
        InputStream in,
        PrintStream out,
        PrintStream err) {
    public Surroundings {
        environment = Map.copyOf(environment);
        self = List.copyOf(self);
    }

    /** An environment variable; one that is set to nothing counts as not set. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    /** A path as the person wrote it, made absolute. */
    public Path resolve(String path) {
        return workingDirectory.resolve(path).normalize();
    }
}
