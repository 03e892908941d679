package dev.dormouse.invoker.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.invoker.host.GuestLog.Level;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.InvocationId;
import dev.dormouse.snapshot.RevisionId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class RecentLinesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final FunctionName HELLO = new FunctionName("hello");
    private static final InvocationId INVOCATION = InvocationId.of("0".repeat(31) + "7");

    private final List<String> passedOn = new ArrayList<>();
    private final RecentLines lines = new RecentLines(
            (revision, invocation) -> (level, line) -> passedOn.add(revision + " " + line), InstantSource.fixed(NOW));

    private void log(String function, String line) {
        lines.of(new RevisionId(new FunctionName(function), 1), INVOCATION).line(Level.WARN, line);
    }

    private List<String> kept(FunctionName function, long after) throws InterruptedException {
        return lines.lines(function, after, 10_000, Duration.ZERO).stream()
                .map(LogLine::text)
                .toList();
    }

    @Test
    void keepsEachLineWithItsCircumstancesAndPassesItOn() throws Exception {
        log("hello", "first");

        assertThat(lines.lines(HELLO, 0, 10, Duration.ZERO))
                .containsExactly(new LogLine(1, NOW, Level.WARN, new RevisionId(HELLO, 1), INVOCATION, "first"));
        assertThat(passedOn).containsExactly("hello@1 first");
    }

    @Test
    void givesOnlyTheLinesOfTheFunctionAfterThePlaceThatIsAskedFor() throws Exception {
        log("hello", "a");
        log("other", "b");
        log("hello", "c");

        assertThat(kept(HELLO, 0)).containsExactly("a", "c");
        assertThat(kept(HELLO, 1)).containsExactly("c");
        assertThat(kept(HELLO, 3)).isEmpty();
        assertThat(lines.lines(HELLO, 0, 1, Duration.ZERO)).hasSize(1);
        assertThat(kept(new FunctionName("silent"), 0)).isEmpty();
    }

    @Test
    void keepsTheNewestThousandLines() throws Exception {
        for (int i = 0; i < RecentLines.LINES_MAX + 5; i++) {
            log("hello", "line " + i);
        }

        assertThat(kept(HELLO, 0)).hasSize(RecentLines.LINES_MAX).startsWith("line 5");
    }

    @Test
    void keepsFewerLinesWhereTheyAreLong() throws Exception {
        for (int i = 0; i < 10; i++) {
            log("hello", Integer.toString(i).repeat(RecentLines.CHARS_MAX / 4));
        }
        assertThat(kept(HELLO, 0)).hasSize(4);

        log("hello", "x".repeat(RecentLines.CHARS_MAX + 1));
        assertThat(kept(HELLO, 0)).hasSize(1);
    }

    @Test
    void forgetsTheFunctionThatLoggedLongestAgo() throws Exception {
        log("hello", "old");
        for (int i = 0; i < RecentLines.FUNCTIONS_MAX; i++) {
            log("f" + i, "new");
        }

        assertThat(kept(HELLO, 0)).isEmpty();
        assertThat(kept(new FunctionName("f0"), 0)).containsExactly("new");
    }

    @Test
    void waitsForALineWhereThereIsNone() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        FutureTask<List<LogLine>> waiting = new FutureTask<>(() -> {
            begun.countDown();
            return lines.lines(HELLO, 0, 10, Duration.ofHours(1));
        });
        Thread.startVirtualThread(waiting);
        begun.await();
        log("hello", "awaited");

        assertThat(waiting.get()).singleElement().extracting(LogLine::text).isEqualTo("awaited");
    }
}
