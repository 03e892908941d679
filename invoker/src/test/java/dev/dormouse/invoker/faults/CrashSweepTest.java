package dev.dormouse.invoker.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.invoker.RuntimeFixture;
import dev.dormouse.invoker.faults.MortalRuntime.Life;
import dev.dormouse.snapshot.object.FaultPoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A workload is run once to number its crash points, then in a process of its own for each of them, which is halted
 * there; another runtime goes on from what is stored, the clients send everything again, and the counts are audited.
 */
class CrashSweepTest {
    private static final int POINTS_MIN = 50;
    private static final Duration WARM = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    private Path deployed;

    @BeforeEach
    void deploy() throws Exception {
        deployed = folder.resolve("deployed");
        new Life(deployed, 0, WARM, FaultPoints.NONE)
                .live(runtime -> runtime.deploy(Workload.FUNCTION, Workload.FUNCTION + ".wasm"));
    }

    @Test
    void losesNoAcknowledgedMessageWhereverTheProcessIsHalted() throws Exception {
        sweep(40);
    }

    /** All of them take hours; {@code -Ddormouse.deaths} says how many, spread over all. */
    @Test
    @Tag("soak")
    void losesNoAcknowledgedMessageAtAnyPoint() throws Exception {
        sweep(Integer.getInteger("dormouse.deaths", Integer.MAX_VALUE));
    }

    private void sweep(int deathsMax) throws Exception {
        Map<String, Integer> steps = run(CrashPoint.NEVER, "whole").points();
        int points = steps.values().stream().mapToInt(Integer::intValue).sum();
        assertThat(points).isGreaterThan(POINTS_MIN);
        assertThat(steps).containsKeys("before create", "after create", "directory.torn-write");

        int halted = 0;
        int acknowledged = 0;
        int tried = 0;
        for (CrashPoint point : sample(steps, deathsMax)) {
            Death death = run(point, "death-" + tried++);
            halted += death.halted() ? 1 : 0;
            acknowledged += death.acknowledged().size();
        }
        System.err.println("crash sweep, processes: " + points + " points at " + steps.size() + " steps, " + tried
                + " tried, " + halted + " halted there, " + Workload.MESSAGES + " messages each, " + acknowledged
                + " acknowledged before the end, lost 0");
        // Threads take turns differently from run to run: the last of a step may not come.
        assertThat(halted).isGreaterThan(tried * 3 / 4);
    }

    /** Points of every step, spread over the times that it is reached. */
    private static List<CrashPoint> sample(Map<String, Integer> steps, int most) {
        List<CrashPoint> points = new ArrayList<>();
        double all = steps.values().stream().mapToInt(Integer::intValue).sum();
        steps.forEach((step, times) -> {
            long share = Math.max(1, Math.round(most / all * times));
            long count = Math.min(times, share);
            for (int i = 0; i < count; i++) {
                points.add(new CrashPoint(step, (int) (1 + (2L * i + 1) * times / (2 * count))));
            }
        });
        return points;
    }

    /**
     * How one life ended.
     *
     * @param halted at its point, and not after its last message
     * @param acknowledged answer of each message, by agent and number
     * @param points how often each step was reached, if it came to its end
     */
    private record Death(boolean halted, Map<String, String> acknowledged, Map<String, Integer> points) {}

    private Death run(CrashPoint point, String name) throws Exception {
        Path directory = folder.resolve(name);
        copy(deployed, directory);
        Path log = folder.resolve(name + ".log");
        Process process = new ProcessBuilder(command(directory, point))
                .redirectError(log.toFile())
                .start();
        Map<String, String> acknowledged = new TreeMap<>();
        Map<String, Integer> points = new TreeMap<>();
        try (var out = process.inputReader(UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                note(line, acknowledged, points);
            }
        }
        int code = process.waitFor();
        assertThat(code).as(() -> point + ": " + read(log)).isIn(0, HaltingPoints.EXIT_CODE);
        Death death = new Death(code != 0, acknowledged, points);
        new Life(directory, 2, WARM, FaultPoints.NONE).live(runtime -> audit(point, death, runtime));
        return death;
    }

    private static List<String> command(Path directory, CrashPoint point) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                MortalRuntime.class.getName(),
                directory.toString(),
                point.step(),
                Integer.toString(point.nth()));
    }

    /** Takes in one line; what a process was writing when it ended may be cut, and was then not said. */
    private static void note(String line, Map<String, String> acknowledged, Map<String, Integer> points) {
        if (line.startsWith(MortalRuntime.ACKNOWLEDGED)) {
            String[] words = line.substring(MortalRuntime.ACKNOWLEDGED.length()).split(" ", 3);
            acknowledged.put(words[0] + " " + words[1], words[2]);
        } else if (line.startsWith(MortalRuntime.POINTS)) {
            String[] words = line.substring(MortalRuntime.POINTS.length()).split(" ", 2);
            points.put(words[1], Integer.parseInt(words[0]));
        }
    }

    private static void audit(CrashPoint point, Death death, RuntimeFixture runtime) throws Exception {
        Map<String, String> answers = new ConcurrentHashMap<>();
        Workload again = new Workload(runtime, (agent, message, answer) -> answers.put(agent + " " + message, answer));
        again.sendAll();
        assertThat(answers).as("%s", point).containsAllEntriesOf(death.acknowledged());
        for (int agent = 0; agent < Workload.AGENTS; agent++) {
            for (int message = 1; message <= Workload.MESSAGES_EACH; message++) {
                assertThat(answers.get(agent + " " + message)).as("%s", point).isEqualTo(Workload.answer(message));
            }
            assertThat(again.next(agent)).as("%s", point).isEqualTo(Workload.answer(Workload.MESSAGES_EACH + 1));
        }
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
