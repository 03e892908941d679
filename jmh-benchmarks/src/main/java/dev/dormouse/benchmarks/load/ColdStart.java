package dev.dormouse.benchmarks.load;

import static dev.dormouse.benchmarks.load.MarkdownTable.millis;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** From the start of a process, after the one before was killed, until it is ready and until a function has answered. */
final class ColdStart implements LoadRun {
    private static final int ROUNDS = 7;

    @Override
    public void run(Surroundings surroundings) throws IOException {
        MarkdownTable table = new MarkdownTable(
                "functions", "ready ms, median of " + ROUNDS, "slowest", "start to first answer ms, median", "slowest");
        for (int functions : new int[] {1, 100}) {
            surroundings.say(functions + " functions");
            row(table, functions, surroundings);
        }
        surroundings.show(table);
    }

    private static void row(MarkdownTable table, int functions, Surroundings surroundings) throws IOException {
        RuntimeProcess.Launch launch = surroundings.onDisk("cold-start-" + functions);
        RuntimeProcess runtime = launch.start();
        for (int i = 0; i < functions; i++) {
            runtime.deploy("tally-" + i, Tally.module(), "");
        }
        List<Duration> ready = new ArrayList<>();
        List<Duration> answered = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            runtime.kill();
            runtime = launch.start();
            ready.add(runtime.untilReady());
            answered.add(runtime.untilReady().plusNanos(answer(surroundings, runtime, round % functions)));
        }
        runtime.close();
        table.row(
                String.valueOf(functions),
                millis(Surroundings.median(ready)),
                millis(ready.stream().max(Duration::compareTo).orElseThrow()),
                millis(Surroundings.median(answered)),
                millis(answered.stream().max(Duration::compareTo).orElseThrow()));
    }

    private static long answer(Surroundings surroundings, RuntimeProcess runtime, int function) throws IOException {
        long began = surroundings.ticker().nanos();
        try (HttpClientConnection connection = runtime.connect()) {
            String ignored = connection.post("/fn/tally-" + function, "").wanted();
        }
        return surroundings.ticker().nanos() - began;
    }
}
