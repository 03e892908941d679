package dev.dormouse.benchmarks.load;

import static dev.dormouse.benchmarks.load.MarkdownTable.number;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.dormouse.benchmarks.Guest;
import dev.dormouse.invoker.examples.BundledExamples;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The first calls of functions, in processes that have just been started: a second after the deploy, right after a restart,
 * and when the runtime has had the time to warm them up. Each round begins with an empty directory. Times of calls are
 * what the runtime says of its whole work. Samples are those of the examples; the calls have other bodies.
 */
final class FirstCalls implements LoadRun {
    private static final int ROUNDS = 5;
    private static final int LATER_CALL = 100;
    private static final Duration WARM_UP = Duration.ofSeconds(3);
    private static final List<Guest> EXAMPLES = List.of(Guest.GREETER, Guest.HELLO_JS, Guest.MARKDOWN);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** What was seen of one example, in milliseconds, a value for each round. */
    private record Seen(
            Guest example,
            boolean sampled,
            List<Double> deploy,
            List<Double> compile,
            List<Double> first,
            List<Double> second,
            List<Double> later,
            List<Double> restarted,
            List<Double> warmed) {
        Seen(Guest example, boolean sampled) {
            this(
                    example,
                    sampled,
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>());
        }
    }

    @Override
    public void run(Surroundings surroundings) throws IOException {
        List<Seen> plain =
                EXAMPLES.stream().map(example -> new Seen(example, false)).toList();
        List<Seen> sampled =
                EXAMPLES.stream().map(example -> new Seen(example, true)).toList();
        for (int round = 1; round <= ROUNDS; round++) {
            surroundings.say("round " + round);
            lives(surroundings, surroundings.onDisk("first-calls-" + round), plain);
            lives(surroundings, surroundings.onDisk("first-calls-sampled-" + round), sampled);
        }
        surroundings.show(table(Stream.concat(plain.stream(), sampled.stream()).toList()));
    }

    /** Three processes, one after the other, on one directory. */
    private static void lives(Surroundings surroundings, RuntimeProcess.Launch launch, List<Seen> all)
            throws IOException {
        try (RuntimeProcess runtime = launch.start()) {
            for (Seen seen : all) {
                afterDeploy(surroundings, runtime, seen);
            }
        }
        try (RuntimeProcess runtime = launch.start()) {
            for (Seen seen : all) {
                seen.restarted().add(call(runtime, seen.example()));
            }
        }
        try (RuntimeProcess runtime = launch.start()) {
            surroundings.pause().pause(WARM_UP);
            for (Seen seen : all) {
                seen.warmed().add(call(runtime, seen.example()));
            }
        }
    }

    private static void afterDeploy(Surroundings surroundings, RuntimeProcess runtime, Seen seen) throws IOException {
        Guest example = seen.example();
        BundledExamples.Example bundled = BundledExamples.named(example.title());
        JsonNode deployed = JSON.readTree(seen.sampled() ? runtime.deployWithSample(bundled) : runtime.deploy(bundled));
        double whole = 0;
        for (JsonNode step : deployed.path("steps")) {
            double millis = step.path("millis").asDouble();
            whole += millis;
            if (step.path("name").asText().equals("compile")) {
                seen.compile().add(millis);
            }
        }
        seen.deploy().add(whole);
        surroundings.pause().pause(Duration.ofSeconds(1));
        seen.first().add(call(runtime, example));
        seen.second().add(call(runtime, example));
        for (int i = 3; i < LATER_CALL; i++) {
            double ignored = call(runtime, example);
        }
        seen.later().add(call(runtime, example));
    }

    private static double call(RuntimeProcess runtime, Guest example) throws IOException {
        try (HttpClientConnection connection = runtime.connect()) {
            HttpClientConnection.Answer answer =
                    connection.send("POST", "/fn/" + example.title(), "application/json", example.body());
            example.requireText(answer.wanted());
            return answer.tookMillis("total");
        }
    }

    private static MarkdownTable table(List<Seen> all) {
        MarkdownTable table = new MarkdownTable(
                "example",
                "deploy ms, median of " + ROUNDS,
                "of which compile",
                "first call a second later, ms",
                "slowest",
                "second call",
                "call " + LATER_CALL,
                "first call after a restart, ms",
                "slowest of these",
                "first call 3 s after a restart, ms",
                "slowest of those");
        all.forEach(seen -> table.row(
                seen.example().title() + (seen.sampled() ? ", with a sample" : ""),
                median(seen.deploy()),
                median(seen.compile()),
                median(seen.first()),
                slowest(seen.first()),
                median(seen.second()),
                median(seen.later()),
                median(seen.restarted()),
                slowest(seen.restarted()),
                median(seen.warmed()),
                slowest(seen.warmed())));
        return table;
    }

    private static String median(List<Double> values) {
        return values.isEmpty() ? "" : number(values.stream().sorted().toList().get(values.size() / 2));
    }

    private static String slowest(List<Double> values) {
        return number(values.stream().max(Double::compare).orElse(0.0));
    }
}
