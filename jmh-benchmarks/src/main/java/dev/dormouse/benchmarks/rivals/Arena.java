package dev.dormouse.benchmarks.rivals;

import dev.dormouse.benchmarks.load.Tables;
import dev.dormouse.snapshot.Pause;
import dev.dormouse.snapshot.Ticker;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a job is given.
 *
 * @param contestants all that can take part
 * @param directory an empty one for data, on the file system that is measured
 * @param tables takes results
 * @param progress for lines that say what goes on
 * @param ticker monotonic clock
 * @param pause waits
 * @param seconds length of a window
 */
record Arena(
        Contestants contestants,
        Path directory,
        Tables tables,
        PrintStream progress,
        Ticker ticker,
        Pause pause,
        int seconds) {
    Duration window() {
        return Duration.ofSeconds(seconds);
    }

    /** The first round of a process warms it up for a whole window, later ones for a third of it. */
    Duration warmUp(int round) {
        return Duration.ofSeconds(round == 1 ? seconds : Math.max(1, seconds / 3));
    }

    void say(String line) {
        progress.println("rivals: " + line);
    }
}
