package dev.dormouse.invoker.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.dormouse.invoker.RunningRuntime;
import dev.dormouse.invoker.RuntimeLauncher;
import dev.dormouse.invoker.StartRefused;
import dev.dormouse.invoker.cli.client.RuntimeClient;
import dev.dormouse.invoker.cli.command.CommandFailed;
import dev.dormouse.invoker.cli.command.ExitCode;
import dev.dormouse.invoker.cli.command.Surroundings;
import dev.dormouse.invoker.cli.settings.EffectiveSettings;
import dev.dormouse.invoker.cli.settings.Origin;
import dev.dormouse.invoker.cli.settings.Setting;
import dev.dormouse.invoker.examples.BundledExamples;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * {@code dormouse rehearse}, for the script that starts the JVM: runs through what a process does early in its life, on
 * an empty store and on one that it finds, so that the JDK can record what is loaded and what is hot (its AOT cache).
 * Leaves nothing behind.
 */
@Command(
        name = "rehearse",
        hidden = true,
        description = "Runs through a start, deploys, invocations, wake-ups and a stop.")
final class RehearseCommand implements Callable<Integer> {
    private static final List<String> EXAMPLES = List.of("greeter", "hello-js");
    private static final int INVOCATIONS = 50;
    private static final int AGENTS = 32;

    /** So that the JDK sees the whole way of a message as hot. With more of them it optimises more than a start pays for. */
    private static final int ROUNDS = 5;

    private static final int NEW_BYTES = 8 << 10;

    private final RuntimeLauncher launcher;
    private final Surroundings surroundings;

    RehearseCommand(RuntimeLauncher launcher, Surroundings surroundings) {
        this.launcher = launcher;
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, StartRefused {
        Path directory = Files.createTempDirectory("dormouse-rehearsal");
        try {
            rehearse(directory);
        } finally {
            delete(directory);
        }
        return ExitCode.DONE.number();
    }

    /** A runtime starts, takes two functions, runs them, wakes agents and stops; one that finds them does the same. */
    private void rehearse(Path directory) throws IOException, StartRefused {
        var flags = Map.of(
                Setting.PORT, flag("0"),
                Setting.DATA, flag(directory.resolve("data").toString()),
                Setting.EXAMPLES, flag("false"));
        var settings =
                EffectiveSettings.resolve(flags, Optional.empty(), quiet()).runtime();
        try (RunningRuntime runtime = launcher.start(settings, (step, took) -> {})) {
            for (String name : EXAMPLES) {
                BundledExamples.Example example = BundledExamples.named(name);
                Path file = Files.write(directory.resolve(example.fileName()), example.bytes());
                run(runtime, "deploy", name, file.toString());
                invoke(runtime, name, INVOCATIONS);
            }
            for (int round = 0; round < ROUNDS; round++) {
                wakeAndSuspend(runtime);
            }
        }
        try (RunningRuntime runtime = launcher.start(settings, (step, took) -> {})) {
            for (String name : EXAMPLES) {
                invoke(runtime, name, 1);
            }
            wakeAndSuspend(runtime);
        }
    }

    private void invoke(RunningRuntime runtime, String function, int times) {
        for (int i = 0; i < times; i++) {
            run(runtime, "invoke", function, "-d", "{\"names\":[\"Ada\"]}");
        }
    }

    /** Each agent is loaded, gets a message that makes some of its memory its own, and goes back to the store. */
    private void wakeAndSuspend(RunningRuntime runtime) throws IOException {
        byte[] random = new byte[NEW_BYTES];
        try (RuntimeClient client = new RuntimeClient(runtime.url(), "")) {
            for (int agent = 0; agent < AGENTS; agent++) {
                String target = "/agents/" + EXAMPLES.getFirst() + "/" + agent;
                surroundings.secrets().nextBytes(random);
                post(client, target, HexFormat.of().formatHex(random));
                post(client, "/v1" + target + "/suspend", "");
            }
        }
    }

    private static void post(RuntimeClient client, String target, String body) throws IOException {
        try (InputStream answer = client.call("POST", target, Map.of(), BodyPublishers.ofString(body))
                .body()) {
            byte[] ignored = answer.readAllBytes();
        }
    }

    private void run(RunningRuntime runtime, String... arguments) {
        String[] all = Stream.concat(
                        Stream.of(arguments), Stream.of("--url", runtime.url().toString()))
                .toArray(String[]::new);
        int code = new CommandLineTool(launcher, action -> () -> {}, quiet()).run(all);
        if (code != ExitCode.DONE.number()) {
            throw new CommandFailed("The rehearsal of 'dormouse " + String.join(" ", all) + "' failed.");
        }
    }

    /** These surroundings without what the person has set, and without printing but for complaints. */
    private Surroundings quiet() {
        return new Surroundings(
                Map.of(),
                surroundings.home(),
                surroundings.workingDirectory(),
                false,
                surroundings.self(),
                surroundings.clock(),
                surroundings.ticker(),
                surroundings.secrets(),
                surroundings.in(),
                new PrintStream(OutputStream.nullOutputStream(), false, UTF_8),
                surroundings.err());
    }

    private static EffectiveSettings.Value flag(String text) {
        return new EffectiveSettings.Value(Optional.of(text), Origin.STANDARD);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
