package dev.dormouse.invoker.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.invoker.Refused;
import dev.dormouse.invoker.exchange.AnswerHead;
import dev.dormouse.invoker.exchange.Header;
import dev.dormouse.invoker.wasm.Completion;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostContextTest {
    @Test
    void guestThatDoesNothingAnswersNothing() {
        TestGuest guest = TestGuest.extism().serving("");
        GuestAnswer.Whole answer = TestGuest.whole(guest.finish());
        assertThat(answer.head()).isEqualTo(new AnswerHead(200, List.of()));
        assertThat(answer.body()).isEmpty();
        assertThat(guest.context.answerBegun()).isFalse();
        assertThat(guest.context.streamFailure()).isEmpty();
    }

    @Test
    void answerHasTheTypeThatTheCallerAsksFor() {
        TestGuest guest = TestGuest.extism().serving(TestGuest.request("", new Header("accept", "application/json")));
        guest.output("{}");
        assertThat(TestGuest.whole(guest.finish()).head().headers())
                .containsExactly(new Header("content-type", "application/json"));
    }

    @Test
    void typeThatTheGuestGaveStays() {
        TestGuest guest = TestGuest.extism().serving(TestGuest.request("", new Header("accept", "application/json")));
        guest.user("response_head", guest.block("{\"headers\":[[\"content-type\",\"text/csv\"]]}"));
        guest.output("a,b");
        assertThat(TestGuest.whole(guest.finish()).head().headers())
                .containsExactly(new Header("content-type", "text/csv"));
    }

    static List<Completion> stops() {
        return List.of(
                new Completion.Trapped("why"),
                new Completion.OutOfFuel(),
                new Completion.PastDeadline(),
                new Completion.OutOfMemory("which"),
                new Completion.RuntimeFull("all"),
                new Completion.Cancelled());
    }

    @ParameterizedTest
    @MethodSource("stops")
    void guestThatWasStoppedHasNoAnswer(Completion stop) {
        TestGuest guest = TestGuest.extism().serving("").output("not sent");
        guest.write(2, "the last line");
        assertThat(guest.context.finish(stop)).isEqualTo(new GuestAnswer.Stopped(stop));
        assertThat(guest.log.lines()).containsExactly("INFO the last line");
    }

    @Test
    void fullLogDoesNotHideWhyTheGuestWasStopped() {
        TestGuest guest =
                TestGuest.extism().limits(HostLimits.DEFAULT.withMaxLogBytes(1)).serving("");
        guest.write(2, "the last line");
        Completion trap = new Completion.Trapped("why");
        assertThat(guest.context.finish(trap)).isEqualTo(new GuestAnswer.Stopped(trap));
        guest.begin(TestGuest.request(""));
        guest.write(2, "the last line");
        assertThat(TestGuest.stopped(guest.finish())).isInstanceOf(Completion.OutOfMemory.class);
    }

    @Test
    void nothingButVariablesIsHeldBetweenCalls() {
        TestGuest guest = TestGuest.extism().serving("body");
        guest.finish();
        assertThatThrownBy(() -> guest.env("alloc", 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(guest::finish).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void secondInvocationOfAnInstanceKnowsNothingOfTheFirst() {
        TestGuest guest = TestGuest.extism().serving("first");
        guest.user("response_write", guest.block("part"));
        guest.write(1, "unfinished line");
        guest.wasi("fd_close", 2);
        guest.finish(1);
        assertThat(guest.context.answerBegun()).isTrue();
        guest.begin(TestGuest.request("second"));
        assertThat(guest.input()).isEqualTo("second");
        assertThat(guest.write(2, "x\n")).isEqualTo(Errno.SUCCESS);
        assertThat(TestGuest.body(guest.finish())).isEmpty();
        assertThat(guest.context.answerBegun()).isFalse();
    }

    @Test
    void initialisationLeavesVariablesOnly() {
        TestGuest guest = TestGuest.extism().idle().beginInitialisation("script");
        guest.env("var_set", guest.block("a"), guest.block("1"));
        guest.output("not sent").write(1, "a line without an end");
        guest.context.endInitialisation();
        assertThat(guest.log.lines()).containsExactly("INFO a line without an end");
        assertThat(guest.context.variables()).containsOnlyKeys("a");
        guest.begin(TestGuest.request("body"));
        assertThat(guest.input()).isEqualTo("body");
        assertThat(TestGuest.body(guest.finish())).isEmpty();
    }

    @Test
    void scriptThatNoBlockCanHoldIsRefused() {
        TestGuest guest =
                TestGuest.extism().limits(new HostLimits(64 << 10, 0, 0, 0, 0)).idle();
        String script = "x".repeat(64 << 10);
        assertThatThrownBy(() -> guest.beginInitialisation(script))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.kind()).isEqualTo(Refused.Kind.TOO_LARGE));
    }

    @Test
    void limitsAreNotNegativeAndLeaveRoomForTheHost() {
        assertThatThrownBy(() -> new HostLimits((64 << 10) - 1, 0, 0, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxBlockBytes");
        assertThatThrownBy(() -> new HostLimits(64 << 10, -1, 0, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxVariableBytes");
    }

    @Test
    void defaultLimitsAreThoseOfTheDocumentation() {
        assertThat(HostLimits.DEFAULT).isEqualTo(new HostLimits(67_108_864, 1_048_576, 67_108_864, 16_384, 65_536));
    }

    // ---- randomness and time must not be the same in two lives

    static List<Function<TestGuest, ByteBuffer>> draws() {
        return List.of(
                guest -> {
                    guest.wasi("random_get", 1024, 16);
                    return ByteBuffer.wrap(guest.memory.copy(1024, 16));
                },
                guest -> ByteBuffer.wrap(guest.bytes(guest.user("random_bytes", 16))),
                guest -> {
                    ByteBuffer[] generation = new ByteBuffer[1];
                    guest.context.tellOfResume(offset -> {
                        generation[0] = ByteBuffer.wrap(guest.bytes(offset));
                        return new Completion.Returned(0);
                    });
                    return generation[0];
                });
    }

    @ParameterizedTest
    @MethodSource("draws")
    void noTwoLivesOfAnImageDrawTheSame(Function<TestGuest, ByteBuffer> draw) {
        assertThat(distinctDraws(TestGuest.strong(), draw)).isEqualTo(1_000);
    }

    @ParameterizedTest
    @MethodSource("draws")
    void generatorThatRepeatsItselfWouldBeSeen(Function<TestGuest, ByteBuffer> draw) {
        RandomGenerator stuck = () -> 42;
        assertThat(distinctDraws(stuck, draw)).isEqualTo(1);
    }

    private static int distinctDraws(RandomGenerator random, Function<TestGuest, ByteBuffer> draw) {
        TestGuest.Setup setup = TestGuest.extism().random(random);
        Set<ByteBuffer> draws = new HashSet<>();
        for (int life = 0; life < 1_000; life++) {
            draws.add(draw.apply(setup.serving("")));
        }
        return draws.size();
    }

    @Test
    void drawsOfOneLifeDifferToo() {
        TestGuest guest = TestGuest.extism().serving("");
        Set<ByteBuffer> draws = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            draws.add(ByteBuffer.wrap(guest.bytes(guest.user("random_bytes", 16))));
        }
        assertThat(draws).hasSize(1_000);
    }

    @Test
    void initialisationThatTookNothingInIsUntainted() {
        TestGuest guest = TestGuest.extism().idle().beginInitialisation("x");
        guest.input();
        guest.wasi("clock_res_get", 0, 0);
        guest.env("config_get", guest.block("x"));
        guest.write(2, "x\n");
        assertThat(guest.context.taints()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"random_get", "random_bytes"})
    void randomnessTaintsAnImage(String function) {
        TestGuest guest = TestGuest.extism().idle().beginInitialisation("");
        if (function.equals("random_get")) {
            guest.wasi(function, 0, 1);
        } else {
            guest.user(function, 1);
        }
        assertThat(guest.context.taints()).containsExactly(Taint.RANDOM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"clock_time_get", "clock_millis"})
    void timeTaintsAnImage(String function) {
        TestGuest guest = TestGuest.extism().idle().beginInitialisation("");
        if (function.equals("clock_time_get")) {
            guest.wasi(function, 1, 0, 0);
        } else {
            guest.user(function);
        }
        assertThat(guest.context.taints()).containsExactly(Taint.CLOCK);
    }

    @Test
    void guestIsToldOfItsResumeOnce() {
        TestGuest guest = TestGuest.extism().serving("body");
        int[] told = new int[1];
        for (int invocation = 0; invocation < 3; invocation++) {
            guest.context.tellOfResume(generation -> {
                told[0]++;
                assertThat(guest.env("length", generation)).isEqualTo(16);
                return new Completion.Returned(0);
            });
            guest.finish();
            guest.begin(TestGuest.request(""));
        }
        assertThat(told[0]).isEqualTo(1);
    }

    @Test
    void resumeHookSeesNothingOfTheRequest() {
        TestGuest guest = TestGuest.extism().serving("body");
        guest.context.tellOfResume(generation -> {
            assertThat(guest.env("input_length")).isZero();
            assertThat(guest.user("request_head")).isZero();
            assertThat(guest.user("request_read", 10)).isZero();
            assertThat(TestGuest.trap(() -> guest.user("response_write", 0))).contains("no request");
            guest.output("nothing");
            guest.env("error_set", guest.block("nothing"));
            guest.write(2, "told");
            return new Completion.Returned(0);
        });
        assertThat(guest.env("memory_bytes")).isZero();
        assertThat(guest.input()).isEqualTo("body");
        assertThat(guest.log.lines()).containsExactly("INFO told");
        assertThat(guest.env("error_get")).isZero();
        assertThat(TestGuest.body(guest.finish())).isEmpty();
    }

    @Test
    void logOfTheResumeHookCountsForTheInvocation() {
        TestGuest guest =
                TestGuest.extism().limits(HostLimits.DEFAULT.withMaxLogBytes(8)).serving("");
        guest.context.tellOfResume(generation -> {
            guest.env("log_info", guest.block("12345"));
            return new Completion.Returned(0);
        });
        assertThat(TestGuest.limit(() -> guest.env("log_info", guest.block("123"))))
                .contains("8 bytes");
    }

    @Test
    void preparedContextsShareNothing() {
        ManualClock clock = new ManualClock(0);
        Host host = new Host(HostLimits.DEFAULT, clock, clock, new SplittableRandom(1), clock);
        GuestSettings settings = host.validate(GuestStyle.EXTISM, Map.of(), Map.of());
        HostContext first = host.prepare(settings, Map.of(), TestGuest.room());
        HostContext second = host.prepare(settings, Map.of(), TestGuest.room());
        first.guestVariables().set("a", new byte[] {1});
        first.taint(Taint.RANDOM);
        assertThat(second.variables()).isEmpty();
        assertThat(second.taints()).isEmpty();
    }
}
