package dev.dormouse.invoker.cli.demo;

import dev.dormouse.invoker.cli.command.ExitCode;
import dev.dormouse.invoker.cli.command.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dormouse demo agents}. */
@Command(
        name = "agents",
        description =
                "An agent with 16 MiB of memory answers and is suspended; its process is killed; a new process, which"
                        + " has nothing on its disk, resumes it and goes on counting.")
final class DemoAgentsCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Option(
            names = "--store",
            paramLabel = "URL",
            description =
                    "Where the agent is kept: s3://bucket/prefix or a directory. It gets a folder of its own there,"
                            + " which stays. Default: a temporary directory.")
    private @Nullable String store;

    @Option(names = "--store-endpoint", paramLabel = "URL", description = "Address of an S3 server other than AWS's.")
    private @Nullable String storeEndpoint;

    DemoAgentsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        Path directory = Files.createTempDirectory("dormouse-demo");
        try {
            String kept = storeUrl(directory);
            var out = surroundings.out();
            out.println(
                    store != null
                            ? "The store is " + kept + "."
                            : "The store is a directory on this machine, which stands in for S3; --store and"
                                    + " --store-endpoint name a real one.");
            out.flush();
            new AgentsDemo(surroundings, directory, storeOptions(kept)).run();
            out.println(
                    "The first time of a line is what the one who waited saw, connection and all; those in brackets are"
                            + " the runtime's own.");
        } finally {
            delete(directory);
        }
        return ExitCode.DONE.number();
    }

    /** A folder of its own: the secret of this demonstration is not that of what is in the store already. */
    private String storeUrl(Path directory) {
        if (store == null) {
            return directory.resolve("store").toString();
        }
        byte[] name = new byte[4];
        surroundings.secrets().nextBytes(name);
        String above =
                store.contains("://") ? store : surroundings.resolve(store).toString();
        return above + (above.endsWith("/") ? "" : "/") + "dormouse-demo-"
                + HexFormat.of().formatHex(name);
    }

    private List<String> storeOptions(String url) {
        return storeEndpoint == null
                ? List.of("--store", url)
                : List.of("--store", url, "--store-endpoint", storeEndpoint);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
