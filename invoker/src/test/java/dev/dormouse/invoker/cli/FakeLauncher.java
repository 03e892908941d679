package dev.dormouse.invoker.cli;

import dev.dormouse.invoker.RunningRuntime;
import dev.dormouse.invoker.RuntimeLauncher;
import dev.dormouse.invoker.RuntimeSettings;
import dev.dormouse.invoker.StartProgress;
import dev.dormouse.invoker.StartRefused;
import dev.dormouse.snapshot.FunctionName;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** Starts runtimes that do nothing but stop when they are told. */
final class FakeLauncher implements RuntimeLauncher {
    private final List<RuntimeSettings> started = new ArrayList<>();
    private final Set<String> functions;
    private Optional<String> refusal = Optional.empty();
    private boolean keys;
    private Runnable awaited = () -> {};

    FakeLauncher(String... functions) {
        this.functions = Set.of(functions);
    }

    FakeLauncher refusing(String why) {
        refusal = Optional.of(why);
        return this;
    }

    /** Has {@code action} run when somebody waits for a runtime to stop. */
    void whenAwaited(Runnable action) {
        awaited = action;
    }

    FakeLauncher askingForKeys() {
        keys = true;
        return this;
    }

    List<RuntimeSettings> started() {
        return started;
    }

    @Override
    public RunningRuntime start(RuntimeSettings settings, StartProgress progress) throws StartRefused {
        if (refusal.isPresent()) {
            throw new StartRefused(refusal.get());
        }
        started.add(settings);
        progress.done("deployed example greeter", Duration.ofMillis(412));
        return new FakeRuntime(
                URI.create("http://127.0.0.1:" + settings.listen().port()));
    }

    private final class FakeRuntime implements RunningRuntime {
        private final URI url;
        private final CountDownLatch stopped = new CountDownLatch(1);

        FakeRuntime(URI url) {
            this.url = url;
        }

        @Override
        public URI url() {
            return url;
        }

        @Override
        public boolean serves(FunctionName function) {
            return functions.contains(function.value());
        }

        @Override
        public boolean asksForKeys() {
            return keys;
        }

        @Override
        public void awaitStop() throws InterruptedException {
            awaited.run();
            stopped.await();
        }

        @Override
        public void close() {
            stopped.countDown();
        }
    }
}
