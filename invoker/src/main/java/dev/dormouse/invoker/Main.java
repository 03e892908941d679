package dev.dormouse.invoker;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.dormouse.invoker.cli.CommandLineTool;
import dev.dormouse.invoker.cli.command.StopSignal;
import dev.dormouse.invoker.cli.command.Surroundings;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Where the process begins: joins the command line to the real world and to the runtime. */
@CompositionRoot
public final class Main {
    private static final String LOG_FORMAT = "java.util.logging.SimpleFormatter.format";

    private Main() {}

    /**
     * Runs one command.
     *
     * @param arguments see {@code dormouse --help}
     */
    public static void main(String[] arguments) {
        logOneLineEach();
        RuntimeLauncher launcher = DormouseRuntime::start;
        System.exit(new CommandLineTool(launcher, Main::onStop, surroundings()).run(arguments));
    }

    /** Logs go to stderr by the JDK's own logging; a format that somebody set stays. */
    private static void logOneLineEach() {
        if (System.getProperty(LOG_FORMAT) == null) {
            System.setProperty(LOG_FORMAT, "%1$tFT%1$tT.%1$tL %4$s %5$s%6$s%n");
        }
    }

    private static Surroundings surroundings() {
        return new Surroundings(
                System.getenv(),
                Optional.ofNullable(System.getProperty("user.home"))
                        .filter(home -> home.startsWith("/"))
                        .map(Path::of),
                Path.of("").toAbsolutePath(),
                Boolean.getBoolean("dormouse.terminal"),
                self(),
                InstantSource.system(),
                System::nanoTime,
                new SecureRandom(),
                new FileInputStream(FileDescriptor.in),
                new PrintStream(new FileOutputStream(FileDescriptor.out), false, UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8));
    }

    /** By the script that started this process; without one, by this JVM with what a runtime needs. */
    private static List<String> self() {
        String script = System.getProperty("dormouse.script");
        return script != null
                ? List.of(script)
                : List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:-DontCompileHugeMethods",
                        "-XX:C1MaxInlineSize=6",
                        "-Xss8m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName());
    }

    /** SIGTERM and SIGINT run the JVM's shutdown hooks; halting from one is the only way to set the exit code then. */
    private static StopSignal.Registration onStop(Runnable action) {
        var hook = new Thread(
                () -> {
                    action.run();
                    Runtime.getRuntime().halt(0);
                },
                "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        return () -> {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException stopping) {
                // The hook runs already, and ends the process.
            }
        };
    }
}
