package dev.dormouse.invoker.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.invoker.exchange.AnswerHead;
import dev.dormouse.invoker.exchange.Header;
import dev.dormouse.invoker.wasm.Completion;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHostTest {
    private final TestGuest guest = TestGuest.extism().serving("hello, body");

    @Test
    void requestHeadIsJson() {
        TestGuest asked = TestGuest.extism()
                .serving(TestGuest.request("", new Header("accept", "*/*"), new Header("x-odd", "\"\\\u0001ü")));
        assertThat(asked.text(asked.user("request_head")))
                .isEqualTo("{\"method\":\"POST\",\"path\":\"/a%20b\",\"query\":\"x=1&y=%22\","
                        + "\"url\":\"http://localhost:8080/fn/hello/a%20b?x=1&y=%22\","
                        + "\"headers\":[[\"accept\",\"*/*\"],[\"x-odd\",\"\\\"\\\\\\u0001ü\"]],"
                        + "\"function\":\"hello\",\"revision\":\"hello@3\","
                        + "\"invocation\":\"0123456789abcdef0123456789abcdef\"}");
    }

    @Test
    void requestHeadWithoutHeadersHasAnEmptyList() {
        assertThat(guest.text(guest.user("request_head"))).contains("\"headers\":[],");
    }

    @Test
    void eachRequestHeadIsABlockOfItsOwn() {
        long first = guest.user("request_head");
        guest.env("store_u8", first, 'X');
        assertThat(guest.text(guest.user("request_head"))).startsWith("{");
    }

    @Test
    void bodyIsReadInChunksAsItComes() {
        InputStream whole = new ByteArrayInputStream("abcdefghij".getBytes(StandardCharsets.UTF_8));
        InputStream slow = new BodyStream((target, offset, length) -> whole.read(target, offset, Math.min(3, length)));
        TestGuest streaming = TestGuest.extism().serving(TestGuest.request(slow));
        assertThat(streaming.text(streaming.user("request_read", 100))).isEqualTo("abc");
        assertThat(streaming.text(streaming.user("request_read", 2))).isEqualTo("de");
        assertThat(streaming.readAll(-1)).isEqualTo("fghij");
        assertThat(streaming.user("request_read", 100)).isZero();
    }

    @Test
    void chunkIsNoLongerThanTheHostAllows() {
        TestGuest large = TestGuest.extism().serving(TestGuest.request(new ByteArrayInputStream(new byte[100_000])));
        assertThat(large.env("length", large.user("request_read", Long.MAX_VALUE)))
                .isEqualTo(64 << 10);
        assertThat(large.env("length", large.user("request_read", -1))).isEqualTo(100_000 - (64 << 10));
    }

    @Test
    void chunksThatAreNotFreedReachTheLimit() {
        TestGuest hoarding = TestGuest.extism()
                .limits(new HostLimits(64 << 10, 0, 0, 0, 0))
                .serving(TestGuest.request(new ByteArrayInputStream(new byte[100_000])));
        hoarding.user("request_read", 1 << 20);
        assertThat(TestGuest.limit(() -> hoarding.user("request_read", 1 << 20)))
                .contains("65536");
    }

    @Test
    void nothingCannotBeRead() {
        assertThat(TestGuest.trap(() -> guest.user("request_read", 0))).contains("at least 1 byte");
    }

    @Test
    void whoReadsInChunksOwnsTheBody() {
        assertThat(guest.text(guest.user("request_read", 5))).isEqualTo("hello");
        assertThat(guest.env("input_length")).isZero();
        assertThat(guest.readAll(100)).isEqualTo(", body");
    }

    @Test
    void whoReadsTheInputOwnsTheBody() {
        assertThat(guest.env("input_length")).isEqualTo(11);
        assertThat(guest.user("request_read", 5)).isZero();
        assertThat(guest.input()).isEqualTo("hello, body");
    }

    @Test
    void headOfTheAnswerIsTaken() {
        long head = guest.block("{\"status\":201,\"headers\":[[\"Content-Type\",\" text/html \"],[\"x-a\",\"1\"],"
                + "[\"x-a\",\"2\"]]}");
        assertThat(guest.user("response_head", head)).isZero();
        guest.output("<p>");
        GuestAnswer.Whole answer = TestGuest.whole(guest.finish());
        assertThat(answer.head())
                .isEqualTo(new AnswerHead(
                        201,
                        List.of(
                                new Header("content-type", "text/html"),
                                new Header("x-a", "1"),
                                new Header("x-a", "2"))));
    }

    @Test
    void lastHeadCounts() {
        guest.user("response_head", guest.block("{\"status\":201,\"headers\":[[\"x-a\",\"1\"]]}"));
        guest.user("response_head", guest.block("{\"status\":404}"));
        assertThat(TestGuest.whole(guest.finish()).head()).isEqualTo(new AnswerHead(404, List.of()));
    }

    @Test
    void headMayBeEmpty() {
        assertThat(guest.user("response_head", guest.block(" {} "))).isZero();
        assertThat(TestGuest.whole(guest.finish()).head()).isEqualTo(new AnswerHead(200, List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "200",
                "{} {}",
                "{}x",
                "{\"status\":\"200\"}",
                "{\"status\":200.0}",
                "{\"status\":null}",
                "{\"status\":199}",
                "{\"status\":101}",
                "{\"status\":600}",
                "{\"status\":-1}",
                "{\"status\":4294967496}",
                "{\"status\":99999999999999999999999}",
                "{\"status\":200,\"status\":201}",
                "{\"statuss\":200}",
                "{\"headers\":{}}",
                "{\"headers\":[[]]}",
                "{\"headers\":[[\"a\"]]}",
                "{\"headers\":[[\"a\",\"b\",\"c\"]]}",
                "{\"headers\":[[\"a\",1]]}",
                "{\"headers\":[[\"a\",null]]}",
                "{\"headers\":[\"a\"]}",
                "{\"headers\":[[[[[[[]]]]]]]}",
                "{\"headers\":[[\"a\",\"b\"]",
                "{\"headers\":[[\"\",\"b\"]]}",
                "{\"headers\":[[\"a b\",\"c\"]]}",
                "{\"headers\":[[\"a:\",\"c\"]]}",
                "{\"headers\":[[\"a\\r\\nb\",\"c\"]]}",
                "{\"headers\":[[\"ä\",\"c\"]]}",
                "{\"headers\":[[\"a\",\"b\\r\\nset-cookie: c\"]]}",
                "{\"headers\":[[\"a\",\"b\\n\"]]}",
                "{\"headers\":[[\"a\",\"b\\u0000\"]]}",
                "{\"headers\":[[\"a\",\"b\\u007f\"]]}",
                "{\"headers\":[[\"a\",\"\\u010a\"]]}",
                "{\"headers\":[[\"a\",\"é\"]]}",
            })
    void malformedHeadTrapsAndChangesNothing(String json) {
        long block = json.isEmpty() ? 0 : guest.block(json);
        TestGuest.trap(() -> guest.user("response_head", block));
        assertThat(TestGuest.whole(guest.finish()).head()).isEqualTo(new AnswerHead(200, List.of()));
    }

    @Test
    void headThatIsNoUtf8Traps() {
        byte[] json = "{\"headers\":[[\"a\",\"b\"]]}".getBytes(StandardCharsets.UTF_8);
        json[17] = (byte) 0xFF;
        TestGuest.trap(() -> guest.user("response_head", guest.block(json)));
    }

    @Test
    void headLongerThanTheLimitTraps() {
        String json = "{\"headers\":[[\"a\",\"" + "b".repeat(16 << 10) + "\"]]}";
        assertThat(TestGuest.trap(() -> guest.user("response_head", guest.block(json))))
                .contains("16384");
    }

    @Test
    void tooManyHeadersTrap() {
        String[] headers = new String[101];
        Arrays.fill(headers, "[\"a\",\"b\"]");
        String hundred =
                "{\"headers\":[" + String.join(",", Arrays.asList(headers).subList(0, 100)) + "]}";
        String more = "{\"headers\":[" + String.join(",", headers) + "]}";
        assertThat(guest.user("response_head", guest.block(hundred))).isZero();
        assertThat(TestGuest.trap(() -> guest.user("response_head", guest.block(more))))
                .contains("100");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length",
                "transfer-encoding",
                "Connection",
                "keep-alive",
                "proxy-connection",
                "te",
                "trailer",
                "upgrade",
                "server-timing",
                "Dormouse-Invocation",
                "dormouse-anything"
            })
    void headersThatAreNotTheGuestsAreLeftOut(String name) {
        String json = "{\"headers\":[[\"" + name + "\",\"1\"],[\"x-mine\",\"2\"]]}";
        assertThat(guest.user("response_head", guest.block(json))).isZero();
        assertThat(TestGuest.whole(guest.finish()).head().headers()).containsExactly(new Header("x-mine", "2"));
    }

    @Test
    void chunksOfTheAnswerGoOutAtOnceAndTheOutputFollows() {
        guest.user("response_head", guest.block("{\"status\":202,\"headers\":[[\"content-type\",\"a/b\"]]}"));
        assertThat(guest.answer.opened()).isFalse();
        assertThat(guest.user("response_write", guest.block("one, "))).isZero();
        assertThat(guest.answer.head().status()).isEqualTo(202);
        assertThat(guest.answer.text()).isEqualTo("one, ");
        assertThat(guest.user("response_head", guest.block("{\"status\":500}"))).isEqualTo(1);
        guest.user("response_write", guest.block("two, "));
        guest.output("three");
        assertThat(guest.finish()).isEqualTo(new GuestAnswer.Streamed());
        assertThat(guest.answer.text()).isEqualTo("one, two, three");
        assertThat(guest.answer.writes()).containsExactly(5, 5, 5);
        assertThat(guest.answer.header("content-type")).isEqualTo("a/b");
        assertThat(guest.context.answerBegun()).isTrue();
    }

    @Test
    void writingNothingSendsTheHead() {
        assertThat(guest.user("response_write", 0)).isZero();
        assertThat(guest.answer.head()).isEqualTo(new AnswerHead(200, List.of()));
        assertThat(guest.answer.writes()).isEmpty();
        assertThat(guest.finish()).isEqualTo(new GuestAnswer.Streamed());
    }

    @Test
    void streamedAnswerGetsTheTypeOfItsFirstChunk() {
        guest.user("response_write", guest.block("text"));
        assertThat(guest.answer.header("content-type")).isEqualTo("text/plain; charset=utf-8");
    }

    @Test
    void failureAfterTheFirstChunkIsToldApart() {
        guest.user("response_write", guest.block("part"));
        assertThat(guest.finish(1)).isInstanceOf(GuestAnswer.Failed.class);
        assertThat(guest.context.answerBegun()).isTrue();
    }

    @Test
    void callerWhoIsGoneCancelsTheCall() {
        guest.answer.breakDown();
        assertThat(TestGuest.stop(() -> guest.user("response_write", guest.block("x"))))
                .isEqualTo(new Completion.Cancelled());
        guest.context.finish(new Completion.Cancelled());
        assertThat(guest.context.streamFailure()).isPresent();
    }

    @Test
    void callerWhoIsGoneAtTheEndStopsTheAnswer() {
        guest.user("response_write", guest.block("x"));
        guest.output("y");
        guest.answer.breakDown();
        assertThat(TestGuest.stopped(guest.finish())).isEqualTo(new Completion.Cancelled());
    }

    @Test
    void answerIsBoundedStreamedOrNot() {
        HostLimits limits = HostLimits.DEFAULT.withMaxAnswerBytes(10);
        TestGuest streaming = TestGuest.extism().limits(limits).serving("");
        streaming.user("response_write", streaming.block("0123456789"));
        assertThat(TestGuest.limit(() -> streaming.user("response_write", streaming.block("x"))))
                .contains("10 bytes", "max-answer-bytes");
        assertThat(streaming.answer.text()).isEqualTo("0123456789");

        TestGuest whole = TestGuest.extism().limits(limits).serving("").output("0123456789x");
        assertThat(TestGuest.stopped(whole.finish())).isInstanceOf(Completion.OutOfMemory.class);
        assertThat(TestGuest.body(TestGuest.extism()
                        .limits(limits)
                        .serving("")
                        .output("0123456789")
                        .finish()))
                .isEqualTo("0123456789");
    }

    @Test
    void blocksMoveInBulk() {
        int length = guest.put(100, "from linear memory");
        long block = guest.user("block_new", 100, length);
        assertThat(guest.text(block)).isEqualTo("from linear memory");
        guest.user("block_read", block, 5, 500, 6);
        assertThat(guest.memoryText(500, 6)).isEqualTo("linear");
        guest.user("block_read", block, length, 500, 0);
        assertThat(guest.user("block_new", 100, 0)).isZero();
    }

    @Test
    void bulkMovesStayWithinBlockAndMemory() {
        long block = guest.block("0123456789");
        byte[] before = guest.memory.copy();
        for (long[] range : new long[][] {
            {0, 11}, {10, 1}, {-1, 1}, {-1, 0}, {11, 0}, {Long.MIN_VALUE, 1}, {Long.MAX_VALUE, 1}, {5, 0xFFFF_FFFFL}
        }) {
            TestGuest.trap(() -> guest.user("block_read", block, range[0], 100, range[1]));
        }
        TestGuest.trap(() -> guest.user("block_read", block, 0, TestGuest.MEMORY_BYTES - 9, 10));
        TestGuest.trap(() -> guest.user("block_new", TestGuest.MEMORY_BYTES - 9, 10));
        TestGuest.trap(() -> guest.user("block_new", 0xFFFF_FFFFL, 2));
        TestGuest.trap(() -> guest.user("block_new", 0, 1L << 31));
        TestGuest.trap(() -> guest.user("block_read", block + 1, 0, 100, 1));
        TestGuest.trap(() -> guest.user("block_read", 0, 0, 100, 0));
        assertThat(guest.memory.copy()).isEqualTo(before);
        assertThat(guest.env("memory_bytes")).isEqualTo(10);
    }

    @Test
    void blockLargerThanTheLimitIsNotCopied() {
        TestGuest small =
                TestGuest.extism().limits(new HostLimits(64 << 10, 0, 0, 0, 0)).serving("");
        TestGuest.limit(() -> small.user("block_new", 0, 64 << 10));
        assertThat(small.env("memory_bytes")).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 16, 65_536})
    void randomBytesHaveTheLengthAskedFor(long length) {
        assertThat(guest.env("length", guest.user("random_bytes", length))).isEqualTo(length);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 65_537, 1L << 32, Long.MIN_VALUE})
    void randomBytesOfAnotherLengthTrap(long length) {
        assertThat(TestGuest.trap(() -> guest.user("random_bytes", length))).contains("65536");
    }

    @Test
    void clockIsAskedAtEachCall() {
        assertThat(guest.user("clock_millis")).isEqualTo(ManualClock.START.toEpochMilli());
        guest.clock.advanceNanos(5_000_000);
        assertThat(guest.user("clock_millis")).isEqualTo(ManualClock.START.toEpochMilli() + 5);
    }

    @Test
    void thereIsNoRequestWhileTheGuestIsInitialised() {
        TestGuest fresh = TestGuest.extism().idle().beginInitialisation("script");
        assertThat(fresh.user("request_head")).isZero();
        assertThat(fresh.user("request_read", 10)).isZero();
        assertThat(fresh.input()).isEqualTo("script");
        assertThat(TestGuest.trap(() -> fresh.user("response_head", fresh.block("{}"))))
                .contains("no request");
        assertThat(TestGuest.trap(() -> fresh.user("response_write", 0))).contains("no request");
        fresh.context.endInitialisation();
    }
}
