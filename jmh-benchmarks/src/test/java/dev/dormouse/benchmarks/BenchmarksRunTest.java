package dev.dormouse.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Each benchmark runs: once, for some milliseconds, in this process. */
class BenchmarksRunTest {
    /** Lets a benchmark run that somebody started beside this test. */
    private static final String SHARE_MACHINE = "jmh.ignoreLock";

    @BeforeEach
    void shareMachine() {
        System.setProperty(SHARE_MACHINE, "true");
    }

    @AfterEach
    void shareNoMore() {
        System.clearProperty(SHARE_MACHINE);
    }

    /** A benchmark's class, what it is given, and how many results come of that. */
    record Question(Class<?> asked, int results, Map<String, String> parameters) {
        @Override
        public String toString() {
            return asked.getSimpleName();
        }
    }

    static Stream<Question> questions() {
        return Stream.of(
                new Question(HowLongDoesAResumeTake.class, 2, Map.of("pages", "1", "granules", "0,25")),
                new Question(HowLongDoesAResumeFromAStoreTake.class, 8, Map.of("pages", "16")),
                new Question(WhatDoesACommitCost.class, 2, Map.of()),
                new Question(WhatDoesAFreshInstanceCost.class, 3, Map.of("pages", "1")),
                new Question(WhatDoesAnInvocationCostBelowHttp.class, 1, Map.of("example", "GREETER")),
                new Question(HowFastIsGuestCode.class, 12, Map.of()));
    }

    @ParameterizedTest
    @MethodSource("questions")
    void answersOnce(Question question) throws Exception {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("\\." + question.asked().getSimpleName() + "\\.")
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(10))
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true);
        question.parameters().forEach((name, values) -> options.param(name, values.split(",", -1)));

        Collection<RunResult> results = new Runner(options.build()).run();

        assertThat(results)
                .hasSize(question.results())
                .allSatisfy(result ->
                        assertThat(result.getPrimaryResult().getScore()).isPositive());
    }
}
