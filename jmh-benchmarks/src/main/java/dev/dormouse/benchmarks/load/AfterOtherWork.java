package dev.dormouse.benchmarks.load;

import static dev.dormouse.benchmarks.load.MarkdownTable.number;

import dev.dormouse.benchmarks.Guest;
import dev.dormouse.invoker.examples.BundledExamples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A message to a suspended agent that was last called "an hour ago". In between, its process has done other work: other
 * functions have answered, among them one with long loops over much memory and one whose code is larger than the processor's
 * caches, other agents were made, and modules that nobody calls were deployed. So its code and its data are in no cache
 * of the processor, and the collector has run. Beside it the same message with nothing in between; interleaved.
 */
final class AfterOtherWork implements LoadRun {
    private static final int ROUNDS = 9;
    private static final int TRAINED_BY = 3_000;
    private static final int OTHER_AGENTS = 500;
    private static final int OTHER_MODULES = 3;
    private static final int PAGES_OF_TEXT = 20;
    private static final int OTHER_CALLS = 50;
    private static final String AGENT = Tally.target("tally", 0);

    @Override
    public void run(Surroundings surroundings) throws IOException {
        List<HttpClientConnection.Answer> atOnce = new ArrayList<>();
        List<HttpClientConnection.Answer> later = new ArrayList<>();
        try (RuntimeProcess runtime = surroundings.onDisk("other-work").start()) {
            runtime.deploy("tally", Tally.module(), "");
            for (Guest example : List.of(Guest.HELLO_JS, Guest.MARKDOWN)) {
                String ignored = runtime.deploy(BundledExamples.named(example.title()));
            }
            surroundings.say(TRAINED_BY + " messages first");
            train(runtime);
            for (int round = 1; round <= ROUNDS; round++) {
                surroundings.say("round " + round);
                WakeUps.suspend(runtime, 0);
                atOnce.add(wake(runtime));
                WakeUps.suspend(runtime, 0);
                deploy(runtime, round);
                work(runtime);
                later.add(wake(runtime));
            }
        }
        MarkdownTable table = new MarkdownTable(
                "a suspended agent's message, median of " + ROUNDS,
                "load ms",
                "resume ms",
                "run ms",
                "commit ms",
                "total ms",
                "slowest total");
        row(table, "suspended a moment ago", atOnce);
        row(table, "after other work", later);
        surroundings.show(table);
    }

    private static void train(RuntimeProcess runtime) throws IOException {
        try (HttpClientConnection connection = runtime.connect()) {
            for (int i = 0; i < TRAINED_BY; i++) {
                String ignored = connection.post(AGENT, "").wanted();
            }
        }
    }

    private static HttpClientConnection.Answer wake(RuntimeProcess runtime) throws IOException {
        try (HttpClientConnection connection = runtime.connect()) {
            HttpClientConnection.Answer answer = connection.post(AGENT, "");
            if (Integer.parseInt(answer.wanted()) < TRAINED_BY
                    || !answer.start().equals("resume")) {
                throw new IOException("The agent was not resumed, but " + answer);
            }
            return answer;
        }
    }

    private static void deploy(RuntimeProcess runtime, int round) throws IOException {
        for (int i = 0; i < OTHER_MODULES; i++) {
            runtime.deploy("other-" + i, Tally.module((round - 1) * OTHER_MODULES + i), "");
        }
    }

    private static void work(RuntimeProcess runtime) throws IOException {
        byte[] text = new String(Guest.MARKDOWN.body(), StandardCharsets.UTF_8)
                .repeat(PAGES_OF_TEXT)
                .getBytes(StandardCharsets.UTF_8);
        try (HttpClientConnection connection = runtime.connect()) {
            for (int i = 0; i < OTHER_CALLS; i++) {
                ask(connection, Guest.MARKDOWN, text);
                ask(connection, Guest.HELLO_JS, Guest.HELLO_JS.body());
            }
            for (int i = 1; i <= OTHER_AGENTS; i++) {
                String ignored =
                        connection.post(Tally.target("tally", i), Tally.fill(i)).wanted();
            }
        }
    }

    private static void ask(HttpClientConnection connection, Guest example, byte[] body) throws IOException {
        example.requireText(connection
                .send("POST", "/fn/" + example.title(), "application/json", body)
                .wanted());
    }

    private static void row(MarkdownTable table, String when, List<HttpClientConnection.Answer> answers) {
        table.row(
                when,
                median(answers, answer -> answer.tookMillis("load")),
                median(answers, answer -> answer.tookMillis("resume")),
                median(answers, answer -> answer.tookMillis("run")),
                median(answers, answer -> answer.tookMillis("commit")),
                median(answers, answer -> answer.tookMillis("total")),
                number(answers.stream()
                        .mapToDouble(answer -> answer.tookMillis("total"))
                        .max()
                        .orElse(0)));
    }

    private static String median(
            List<HttpClientConnection.Answer> answers, ToDoubleFunction<HttpClientConnection.Answer> part) {
        return number(answers.stream().mapToDouble(part).sorted().toArray()[answers.size() / 2]);
    }
}
