package dev.dormouse.invoker.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.invoker.exchange.AnswerHead;
import dev.dormouse.invoker.exchange.Header;
import dev.dormouse.invoker.wasm.Completion;
import dev.dormouse.invoker.wasm.GuestStop;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CgiOutputTest {
    private static final int MAX_HEAD_BYTES = 1024;
    private static final HostLimits LIMITS = new HostLimits(64 << 10, 0, 1 << 20, MAX_HEAD_BYTES, 0);

    private final RecordedAnswer trigger = new RecordedAnswer();
    private final Answer answer = new Answer(trigger, LIMITS, "a/b");
    private final CgiOutput output = new CgiOutput(answer, MAX_HEAD_BYTES);

    static Stream<Arguments> outputs() {
        return Stream.of(
                // The output; status, headers and body that it is.
                Arguments.of("", 200, "", ""),
                Arguments.of("Hello", 200, "", "Hello"),
                Arguments.of("Hello, world!\nBye: now\n\n", 200, "", "Hello, world!\nBye: now\n\n"),
                Arguments.of("A: 1\n\nbody", 200, "a=1", "body"),
                Arguments.of("A: 1\r\n\r\nbody", 200, "a=1", "body"),
                Arguments.of("A: 1\r\nB:2\n\r\nbody\r\n", 200, "a=1,b=2", "body\r\n"),
                Arguments.of("A:\n\n", 200, "a=", ""),
                Arguments.of("Content-Type:  text/html \n\n<p>", 200, "content-type=text/html", "<p>"),
                Arguments.of("Status: 404 Not Found\nA: 1\n\nno", 404, "a=1", "no"),
                Arguments.of("status:201\n\n", 201, "", ""),
                Arguments.of("Location: /x\n\n", 302, "location=/x", ""),
                Arguments.of("Location: /x\nStatus: 201 Created\n\n", 201, "location=/x", ""),
                Arguments.of("A: 1\nA: 2\n\n", 200, "a=1,a=2", ""),
                Arguments.of("A: 1\n\n\nbody", 200, "a=1", "\nbody"),
                Arguments.of("A: 1\n\nB: 2\n\n", 200, "a=1", "B: 2\n\n"),
                // No block: no empty line, a line that is no header, or none at all.
                Arguments.of("lines: 10\nwords: 20\n", 200, "", "lines: 10\nwords: 20\n"),
                Arguments.of("A: 1", 200, "", "A: 1"),
                Arguments.of("A: 1\n", 200, "", "A: 1\n"),
                Arguments.of("A: 1\nno header\n\n", 200, "", "A: 1\nno header\n\n"),
                Arguments.of("A: 1\n folded\n\n", 200, "", "A: 1\n folded\n\n"),
                Arguments.of("\n\nbody", 200, "", "\n\nbody"),
                Arguments.of("\r\nbody", 200, "", "\r\nbody"),
                Arguments.of("A: 1\n\rbody", 200, "", "A: 1\n\rbody"),
                Arguments.of(": 1\n\n", 200, "", ": 1\n\n"),
                Arguments.of("A b: 1\n\n", 200, "", "A b: 1\n\n"),
                Arguments.of("{\"a\": 1}\n\n", 200, "", "{\"a\": 1}\n\n"),
                Arguments.of("<p>a: b</p>\n\n", 200, "", "<p>a: b</p>\n\n"),
                Arguments.of("token", 200, "", "token"),
                Arguments.of("http://example.org\n", 200, "", "http://example.org\n"),
                Arguments.of("ä: 1\n\n", 200, "", "ä: 1\n\n"),
                Arguments.of("A: " + "x".repeat(2_000) + "\n\n", 200, "", "A: " + "x".repeat(2_000) + "\n\n"));
    }

    @ParameterizedTest
    @MethodSource("outputs")
    void blockIsToldFromBodyInOneWrite(String text, int status, String headers, String body) {
        output.write(slice(text));
        assertAnswer(output, status, headers, body);
    }

    @ParameterizedTest
    @MethodSource("outputs")
    void blockIsToldFromBodyByteByByte(String text, int status, String headers, String body) {
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            output.write(Slice.of(new byte[] {b}));
        }
        assertAnswer(output, status, headers, body);
    }

    @ParameterizedTest
    @MethodSource("outputs")
    void blockIsToldFromBodyHoweverItIsCut(String text, int status, String headers, String body) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        SplittableRandom random = new SplittableRandom(20261122);
        for (int from = 0; from < bytes.length; ) {
            int length = Math.min(bytes.length - from, random.nextInt(8));
            output.write(new Slice(bytes, from, length));
            from += length;
        }
        assertAnswer(output, status, headers, body);
    }

    private void assertAnswer(CgiOutput ended, int status, String headers, String body) {
        GuestAnswer.Whole whole = TestGuest.whole(answer.end(ended.rest()));
        List<Header> expected = Stream.of(headers.split(",", -1))
                .filter(header -> !header.isEmpty())
                .map(header -> header.split("=", -1))
                .map(parts -> new Header(parts[0], parts[1]))
                .toList();
        AnswerHead head = whole.head();
        assertThat(head.status()).isEqualTo(status);
        assertThat(new String(whole.body(), StandardCharsets.UTF_8)).isEqualTo(body);
        List<Header> own = head.headers().stream()
                .filter(header -> !header.equals(new Header("content-type", "a/b")))
                .toList();
        assertThat(own).isEqualTo(expected);
        boolean typed = head.headers().stream().anyMatch(header -> header.name().equals("content-type"));
        assertThat(typed).isEqualTo(!body.isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Status: abc\n\n",
                "Status: 99\n\n",
                "Status: 1000\n\n",
                "Status: 100 Continue\n\n",
                "Status: 600\n\n",
                "Status:\n\n",
                "Status: -20\n\n",
                "A: b\rc\n\n",
                "A: \u0001\n\n",
                "A: é\n\n"
            })
    void blockThatBreaksTheRulesTraps(String text) {
        try {
            output.write(slice(text));
        } catch (GuestStop stop) {
            assertThat(stop.completion()).isInstanceOf(Completion.Trapped.class);
            return;
        }
        throw new AssertionError("It did not trap.");
    }

    @Test
    void headersOfTheTriggerAreLeftOut() {
        output.write(slice("Content-Length: 5\nTransfer-Encoding: chunked\nDormouse-X: 1\nA: 1\n\nhello, world"));
        assertAnswer(output, 200, "a=1", "hello, world");
    }

    @Test
    void flushWaitsForTheEndOfTheBlock() {
        output.write(slice("A: 1\n"));
        output.flush();
        assertThat(trigger.opened()).isFalse();
        output.write(slice("\n"));
        output.flush();
        assertThat(trigger.header("a")).isEqualTo("1");
        output.write(slice("body"));
        assertThat(trigger.text()).isEqualTo("body");
    }

    @Test
    void whatIsNoBlockIsFlushedAtOnce() {
        output.write(slice("no header, "));
        output.flush();
        assertThat(trigger.text()).isEqualTo("no header, ");
    }

    @Test
    void bodyIsHeldUpToTheBufferAndThenGoesOut() {
        output.write(slice("A: 1\n\n"));
        output.write(slice("x".repeat(64 << 10)));
        assertThat(trigger.opened()).isFalse();
        output.write(slice("y"));
        assertThat(trigger.text()).hasSize((64 << 10) + 1).endsWith("xy");
        output.write(slice("z"));
        assertThat(trigger.text()).endsWith("xyz");
        assertThat(answer.end(output.rest())).isEqualTo(new GuestAnswer.Streamed());
    }

    @Test
    void largeWriteIsNotHeld() {
        output.write(slice("<" + "x".repeat(100_000)));
        assertThat(trigger.text()).hasSize(100_001);
    }

    private static Slice slice(String text) {
        return Slice.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
