package dev.dormouse.invoker.deployment;

import dev.dormouse.invoker.registry.DeployProgress;
import dev.dormouse.invoker.registry.DeployStep;
import dev.dormouse.snapshot.Ticker;
import java.util.ArrayList;
import java.util.List;

/** Notes how long each step of one deploy took. Confined to its thread. */
final class StepTimer {
    private final DeployProgress progress;
    private final Ticker ticker;
    private final List<DeployStep> steps = new ArrayList<>();

    StepTimer(DeployProgress progress, Ticker ticker) {
        this.progress = progress;
        this.ticker = ticker;
    }

    /** A step that may refuse. */
    @FunctionalInterface
    interface Step<T, E extends Exception> {
        T run() throws E;
    }

    <T, E extends Exception> T time(String name, Step<T, E> step) throws E {
        progress.begins(name);
        long from = ticker.nanos();
        T result = step.run();
        steps.add(new DeployStep(name, ticker.nanos() - from));
        return result;
    }

    List<DeployStep> steps() {
        return List.copyOf(steps);
    }
}
