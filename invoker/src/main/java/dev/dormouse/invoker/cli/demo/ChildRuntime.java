package dev.dormouse.invoker.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.dormouse.invoker.cli.command.CommandFailed;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A runtime in a process of its own, started by this one. Used by one thread. */
final class ChildRuntime implements AutoCloseable {
    private static final String READY = "Dormouse is ready at ";

    private final Process process;
    private final URI url;

    private ChildRuntime(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    /**
     * Starts a runtime and waits until it is ready.
     *
     * @param self the command that starts this program
     * @param data its data directory, which is made; its log goes there too
     * @param options of {@code up}, beside data directory and port
     */
    static ChildRuntime start(List<String> self, Path data, List<String> options) throws IOException {
        Path log = Files.createDirectories(data).resolve("runtime.log");
        List<String> command = new ArrayList<>(self);
        command.addAll(List.of("up", "--port", "0", "--no-examples", "--data", data.toString()));
        command.addAll(options);
        Process process =
                new ProcessBuilder(command).redirectError(log.toFile()).start();
        try {
            return new ChildRuntime(process, readyAt(process, log));
        } catch (IOException | RuntimeException e) {
            end(process.destroyForcibly());
            throw e;
        }
    }

    private static URI readyAt(Process process, Path log) throws IOException {
        BufferedReader out = process.inputReader(UTF_8);
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith(READY)) {
                return URI.create(line.substring(READY.length()));
            }
        }
        throw new CommandFailed("A runtime of its own could not be started: "
                + Files.readString(log).strip());
    }

    /** Where it is. */
    URI url() {
        return url;
    }

    /** Ends it as {@code kill -9} does, and waits until it is gone. */
    void kill() {
        end(process.destroyForcibly());
    }

    /** Asks it to stop and waits until it has. */
    @Override
    public void close() {
        process.destroy();
        end(process);
    }

    private static void end(Process process) {
        try {
            process.waitFor();
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
