package dev.dormouse.invoker.cli;

import dev.dormouse.invoker.RunningRuntime;
import dev.dormouse.invoker.RuntimeLauncher;
import dev.dormouse.invoker.RuntimeSettings;
import dev.dormouse.invoker.StartRefused;
import dev.dormouse.invoker.cli.command.ExitCode;
import dev.dormouse.invoker.cli.command.Quantities;
import dev.dormouse.invoker.cli.command.StopSignal;
import dev.dormouse.invoker.cli.command.Surroundings;
import dev.dormouse.invoker.cli.settings.EffectiveSettings;
import dev.dormouse.invoker.cli.settings.SettingOptions;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code dormouse up}: starts a runtime and stays until it is told to stop. */
@Command(
        name = "up",
        description = "Starts a runtime.%nEach option can also be set in the environment, for example"
                + " DORMOUSE_PORT, and in the file of --config.")
final class UpCommand implements Callable<Integer> {
    private final RuntimeLauncher launcher;
    private final StopSignal stop;
    private final Surroundings surroundings;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before call()
    private CommandSpec spec;

    UpCommand(RuntimeLauncher launcher, StopSignal stop, Surroundings surroundings) {
        this.launcher = launcher;
        this.stop = stop;
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws StartRefused, InterruptedException {
        return run(SettingOptions.effective(spec.commandLine().getParseResult(), surroundings));
    }

    /** Starts a runtime with these settings and stays until it is told to stop. */
    int run(EffectiveSettings effective) throws StartRefused, InterruptedException {
        RuntimeSettings settings = effective.runtime();
        var started = new AtomicReference<@Nullable RunningRuntime>();
        StopSignal.Registration registration = stop.onStop(() -> close(started.get()));
        try (RunningRuntime runtime = launcher.start(settings, this::report)) {
            started.set(runtime);
            announce(runtime);
            runtime.awaitStop();
        } finally {
            registration.withdraw();
        }
        return ExitCode.DONE.number();
    }

    /** A runtime that is still starting has answered nobody yet: the process may just end. */
    private static void close(@Nullable RunningRuntime runtime) {
        if (runtime != null) {
            runtime.close();
        }
    }

    private void report(String step, Duration took) {
        surroundings.err().println("  " + step + " in " + Quantities.took(took.toNanos() / 1e6));
    }

    private void announce(RunningRuntime runtime) {
        var out = surroundings.out();
        out.println("Dormouse is ready at " + runtime.url());
        // At once: the lines below take a while to put together, and programs wait for this one.
        out.flush();
        Greeting.curlLines(runtime).forEach(out::println);
        out.flush();
    }
}
