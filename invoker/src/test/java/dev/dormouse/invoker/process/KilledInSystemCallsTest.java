package dev.dormouse.invoker.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that the system ends in the middle of a call to it: the second half of D2 of the bar. */
class KilledInSystemCallsTest {
    private static final long SEED = 20_260_117;

    /** A thread that does not come to its n-th call in this time will not. */
    private static final Duration LIFE = Duration.ofSeconds(3);

    @TempDir
    private Path data;

    /** Ends the process at the n-th call that one of its threads makes. */
    private record Death(String call, int nth) {
        List<String> command() {
            return Strace.killing(call, nth);
        }
    }

    @BeforeEach
    void needStrace() {
        Strace.assumeThere();
    }

    @Test
    void losesNoAcknowledgedMessageWhenKilledInACall() {
        kill(Stream.of(new Death("fdatasync", 2), new Death("fsync", 12), new Death("write,pwrite64,sendto", 40)));
    }

    @Test
    @Tag("soak")
    void losesNoAcknowledgedMessageAtAnyOfThreeHundredCalls() {
        kill(Stream.of("fdatasync", "fsync", "write,pwrite64,sendto")
                .flatMap(call -> IntStream.rangeClosed(1, 100).mapToObj(nth -> new Death(call, nth))));
    }

    private void kill(Stream<Death> deaths) {
        try (var messages = new CountedMessages("counter", SEED)) {
            try (var first = RuntimeProcess.spawn(data)) {
                Guests.deploy(ready(first), "counter");
            }
            messages.begin();
            int lives = 0;
            int killed = 0;
            for (Death death : deaths.toList()) {
                lives++;
                killed += endsThere(death, messages) ? 1 : 0;
            }
            try (var last = RuntimeProcess.spawn(data)) {
                messages.runtimeIsAt(ready(last));
                messages.finish();
            }

            System.err.println("kills in system calls: " + killed + " in " + lives + " lives, acknowledged: "
                    + messages.acknowledged() + ", repeated: " + messages.repeats() + ", seed: " + SEED);
            assertThat(messages.audit()).as("seed %s", SEED).isEmpty();
            assertThat(killed).as("ended in a call").isPositive();
        }
    }

    /** Lets a process serve until it is ended; false if it did not come to that call and was ended otherwise. */
    private boolean endsThere(Death death, CountedMessages messages) {
        try (var runtime = RuntimeProcess.spawnUnder(death.command(), data)) {
            runtime.awaitReady().ifPresent(messages::runtimeIsAt);
            boolean ended = runtime.runsOutWithin(LIFE);
            messages.runtimeIsAt(null);
            return ended;
        }
    }

    private static URI ready(RuntimeProcess runtime) {
        return runtime.awaitReady().orElseThrow(() -> new AssertionError(runtime.log()));
    }
}
