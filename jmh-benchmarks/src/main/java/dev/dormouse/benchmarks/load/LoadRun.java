package dev.dormouse.benchmarks.load;

import dev.dormouse.snapshot.Pause;
import dev.dormouse.snapshot.Ticker;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** A named run: starts what it needs, works, prints tables, and leaves nothing running. */
@FunctionalInterface
interface LoadRun {
    void run(Surroundings surroundings) throws IOException;

    /**
     * What is drawn.
     *
     * @param kind which chart: {@code percentiles}, {@code growth} or {@code curves}
     * @param subject of what
     */
    record Plot(String kind, String subject) {}

    /**
     * What a run is given.
     *
     * @param script the script {@code dormouse}
     * @param directory an empty one for data, on the file system that is to be measured
     * @param tables takes tables
     * @param plots takes what is drawn and not printed
     * @param progress for lines that say what goes on
     * @param ticker monotonic clock
     * @param pause waits
     * @param seconds length of each window; the warm-up before it is as long
     */
    record Surroundings(
            Path script,
            Path directory,
            Consumer<MarkdownTable> tables,
            BiConsumer<Plot, MarkdownTable> plots,
            PrintStream progress,
            Ticker ticker,
            Pause pause,
            int seconds) {
        /** Room for as many messages at a time as any run sends. */
        private static final List<String> ROOM = List.of(
                "--max-concurrency",
                "1024",
                "--max-function-concurrency",
                "1024",
                "--max-waiting",
                "4096",
                "--max-function-waiting",
                "4096");

        /** A runtime on a directory; {@code name} is that of its data. */
        RuntimeProcess.Launch onDisk(String name) throws IOException {
            return launch(name, List.of(), Map.of());
        }

        /** A runtime on a directory with further options of its JVM. */
        RuntimeProcess.Launch onDisk(String name, String javaOptions) throws IOException {
            return launch(name, List.of(), Map.of("DORMOUSE_JAVA_OPTS", javaOptions));
        }

        /** A runtime on a bucket. */
        RuntimeProcess.Launch onBucket(String name, BucketProcess bucket) throws IOException {
            List<String> store = List.of(
                    "--store",
                    "s3://" + BucketProcess.NAME + "/benchmark",
                    "--store-endpoint",
                    bucket.endpoint().toString());
            return launch(name, store, Map.of("AWS_ACCESS_KEY_ID", "key", "AWS_SECRET_ACCESS_KEY", "secret"));
        }

        private RuntimeProcess.Launch launch(String name, List<String> flags, Map<String, String> environment)
                throws IOException {
            List<String> all = new ArrayList<>(ROOM);
            all.addAll(flags);
            return new RuntimeProcess.Launch(script, data(name), all, environment, ticker);
        }

        private Path data(String name) throws IOException {
            return Files.createDirectories(directory.resolve(name).resolve("data"));
        }

        /** What was asked of the store of a runtime that is {@link #onDisk}. */
        StoreUse useOnDisk(String name) throws IOException {
            return StoreUse.ofDirectory(data(name).resolve("store"));
        }

        /** So many clients, for as long as was asked for. */
        ClosedLoop clients(int count) {
            return new ClosedLoop(count, Duration.ofSeconds(seconds), Duration.ofSeconds(seconds));
        }

        void show(MarkdownTable table) {
            tables.accept(table);
        }

        /** The rows are drawn: a column for the line's name, then {@code x} and {@code y}. */
        void draw(Plot plot, MarkdownTable rows) {
            plots.accept(plot, rows);
        }

        /** The rows of percentiles of what was measured, in milliseconds. */
        static void percentiles(MarkdownTable rows, String what, Latencies latencies) {
            for (double percent : new double[] {0, 25, 50, 75, 90, 95, 99, 99.5, 99.9, 99.95, 99.99}) {
                if (latencies.total() * (100 - percent) >= 100) {
                    double millis = latencies.percentile(percent / 100).toNanos() / 1e6;
                    rows.row(what, String.valueOf(percent), String.valueOf(millis));
                }
            }
        }

        void say(String line) {
            progress.println(line);
        }

        /** The middle of some times. */
        static Duration median(List<Duration> times) {
            List<Duration> sorted = new ArrayList<>(times);
            Collections.sort(sorted);
            return sorted.get(sorted.size() / 2);
        }
    }
}
