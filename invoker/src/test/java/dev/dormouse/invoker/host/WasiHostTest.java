package dev.dormouse.invoker.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.invoker.Refused;
import dev.dormouse.invoker.exchange.Header;
import dev.dormouse.invoker.exchange.RequestHead;
import dev.dormouse.invoker.wasm.Completion;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WasiHostTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int SUBSCRIPTION = 256;
    private static final int EVENTS = 4096;
    private static final int COUNT = 16;

    private final TestGuest command = TestGuest.wasi().serving("the body");

    @Test
    void commandReadsItsBodyFromStandardInput() {
        assertThat(command.read(3)).isEqualTo("the");
        assertThat(command.read(100)).isEqualTo(" body");
        assertThat(command.read(100)).isEmpty();
    }

    @Test
    void readGivesWhatIsThereInsteadOfWaitingForAll() {
        InputStream whole = new ByteArrayInputStream("abcdef".getBytes(StandardCharsets.UTF_8));
        InputStream slow = new BodyStream((target, offset, length) -> whole.read(target, offset, Math.min(2, length)));
        TestGuest slowly = TestGuest.wasi().serving(TestGuest.request(slow));
        assertThat(slowly.read(100)).isEqualTo("ab");
    }

    @Test
    void readSpreadsOverItsVectors() {
        command.memory.writeInt(0, 1000);
        command.memory.writeInt(4, 2);
        command.memory.writeInt(8, 1002);
        command.memory.writeInt(12, 0);
        command.memory.writeInt(16, 2000);
        command.memory.writeInt(20, 100);
        assertThat(command.wasi("fd_read", 0, 0, 3, 500)).isEqualTo(Errno.SUCCESS);
        assertThat(command.memory.readInt(500)).isEqualTo(8);
        assertThat(command.memoryText(1000, 3)).isEqualTo("th\0");
        assertThat(command.memoryText(2000, 7)).isEqualTo("e body\0");
    }

    @Test
    void readOfNothingWaitsForNothing() {
        InputStream untouchable = new BodyStream((target, offset, length) -> {
            throw new AssertionError("The body was read.");
        });
        TestGuest guest = TestGuest.wasi().serving(TestGuest.request(untouchable));
        assertThat(guest.read(0)).isEmpty();
        assertThat(guest.wasi("fd_read", 0, 0, 0, 8)).isEqualTo(Errno.SUCCESS);
    }

    @Test
    void commandAnswersOnStandardOutput() {
        command.write(1, "Hello, ");
        command.write(1, "world!\n");
        GuestAnswer.Whole answer = TestGuest.whole(command.finish());
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo("Hello, world!\n");
        assertThat(answer.head().status()).isEqualTo(200);
        assertThat(answer.head().headers()).containsExactly(new Header("content-type", "text/plain; charset=utf-8"));
    }

    @Test
    void writeTellsHowMuchItTookFromAllVectors() {
        command.put(1000, "ab");
        command.put(2000, "cde");
        command.memory.writeInt(0, 1000);
        command.memory.writeInt(4, 2);
        command.memory.writeInt(8, 2000);
        command.memory.writeInt(12, 3);
        assertThat(command.wasi("fd_write", 1, 0, 2, 500)).isEqualTo(Errno.SUCCESS);
        assertThat(command.memory.readInt(500)).isEqualTo(5);
        assertThat(TestGuest.body(command.finish())).isEqualTo("abcde");
    }

    @Test
    void hostileVectorsTrapAndNothingIsWritten() {
        int end = TestGuest.MEMORY_BYTES;
        for (int[] vector : new int[][] {
            {end - 3, 4}, {end, 1}, {-1, 1}, {0, -1}, {-1, -1}, {Integer.MIN_VALUE, 8}, {8, Integer.MIN_VALUE}
        }) {
            command.memory.writeInt(0, 1024);
            command.memory.writeInt(4, 4);
            command.memory.writeInt(8, vector[0]);
            command.memory.writeInt(12, vector[1]);
            TestGuest.trap(() -> command.wasi("fd_write", 1, 0, 2, 500));
            TestGuest.trap(() -> command.wasi("fd_read", 0, 0, 2, 500));
        }
        assertThat(TestGuest.body(command.finish())).isEmpty();
    }

    @Test
    void vectorsLongerTogetherThanANumberCanTellAreInvalid() {
        int size = 4 << 20;
        TestGuest large = TestGuest.wasi().memoryBytes(size).serving("");
        for (int i = 0; i < 1024; i++) {
            large.memory.writeInt(8L * i, 0);
            large.memory.writeInt(8L * i + 4, size);
        }
        assertThat(large.wasi("fd_write", 1, 0, 512, 1 << 20)).isEqualTo(Errno.INVAL);
        assertThat(large.wasi("fd_read", 0, 0, 1024, 1 << 20)).isEqualTo(Errno.INVAL);
        assertThat(TestGuest.limit(() -> large.wasi("fd_write", 1, 0, 511, 1 << 20)))
                .contains("max-answer-bytes");
    }

    @Test
    void standardErrorIsTheLogLineByLine() {
        command.write(2, "first\nsec");
        command.write(2, "ond\r\n\nlast");
        assertThat(command.log.lines()).containsExactly("INFO first", "INFO second", "INFO ");
        command.finish();
        assertThat(command.log.lines()).containsExactly("INFO first", "INFO second", "INFO ", "INFO last");
    }

    @Test
    void bothOutputsOfAPlugInAreTheLogAndItsInputIsEmpty() {
        TestGuest plugIn = TestGuest.extism().serving("body");
        plugIn.write(1, "out\n");
        plugIn.write(2, "err\n");
        assertThat(plugIn.log.lines()).containsExactly("INFO out", "INFO err");
        assertThat(plugIn.read(10)).isEmpty();
        assertThat(plugIn.input()).isEqualTo("body");
        assertThat(TestGuest.body(plugIn.finish())).isEmpty();
    }

    @Test
    void commandThatIsInitialisedHasNoRequest() {
        TestGuest fresh = TestGuest.wasi().env(Map.of("A", "1")).idle().beginInitialisation("");
        fresh.write(1, "hello\n");
        assertThat(fresh.log.lines()).containsExactly("INFO hello");
        assertThat(fresh.read(10)).isEmpty();
        assertThat(fresh.strings("args")).isEmpty();
        assertThat(fresh.strings("environ")).containsExactly("A=1");
    }

    @Test
    void exitCodeEndsTheCall() {
        assertThat(TestGuest.stop(() -> command.wasi("proc_exit", 3))).isEqualTo(new Completion.Exited(3));
        assertThat(command.context.finish(new Completion.Exited(3)))
                .isEqualTo(new GuestAnswer.Failed("exit code 3, without an error text"));
        command.begin(TestGuest.request(""));
        command.write(1, "fine");
        assertThat(TestGuest.body(command.context.finish(new Completion.Exited(0))))
                .isEqualTo("fine");
    }

    @Test
    void signalsTrap() {
        assertThat(TestGuest.trap(() -> command.wasi("proc_raise", 6))).contains("signal 6");
    }

    @Test
    void longBodyGoesOutAsItComes() {
        String chunk = "x".repeat(40_000);
        command.write(1, chunk);
        assertThat(command.answer.opened()).isFalse();
        command.write(1, chunk);
        assertThat(command.answer.text()).hasSize(80_000);
        command.write(1, "!");
        assertThat(command.answer.text()).hasSize(80_001);
        assertThat(command.finish()).isEqualTo(new GuestAnswer.Streamed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"fd_sync", "fd_datasync"})
    void syncSendsWhatIsHeld(String sync) {
        command.write(1, "Content-Type: text/event-stream\n\n");
        command.write(1, "data: 1\n\n");
        assertThat(command.answer.opened()).isFalse();
        assertThat(command.wasi(sync, 1)).isEqualTo(Errno.SUCCESS);
        assertThat(command.answer.text()).isEqualTo("data: 1\n\n");
        assertThat(command.answer.header("content-type")).isEqualTo("text/event-stream");
        command.write(1, "data: 2\n\n");
        assertThat(command.answer.text()).isEqualTo("data: 1\n\ndata: 2\n\n");
    }

    @Test
    void failureBeforeTheFirstByteWentOutLeavesNoAnswer() {
        command.write(1, "half an answer");
        assertThat(command.context.finish(new Completion.Exited(1))).isInstanceOf(GuestAnswer.Failed.class);
        assertThat(command.context.answerBegun()).isFalse();
    }

    @Test
    void closedStreamIsNoStream() {
        assertThat(command.wasi("fd_close", 1)).isEqualTo(Errno.SUCCESS);
        assertThat(command.wasi("fd_close", 1)).isEqualTo(Errno.BADF);
        assertThat(command.write(1, "x")).isEqualTo(Errno.BADF);
        assertThat(command.wasi("fd_fdstat_get", 1, 0)).isEqualTo(Errno.BADF);
        assertThat(command.wasi("fd_sync", 1)).isEqualTo(Errno.BADF);
        assertThat(command.write(2, "x")).isEqualTo(Errno.SUCCESS);
    }

    @Test
    void streamsGoOneWay() {
        command.memory.writeInt(0, 1024);
        command.memory.writeInt(4, 1);
        assertThat(command.wasi("fd_write", 0, 0, 1, 8)).isEqualTo(Errno.BADF);
        assertThat(command.wasi("fd_read", 1, 0, 1, 8)).isEqualTo(Errno.BADF);
        assertThat(command.wasi("fd_read", 3, 0, 1, 8)).isEqualTo(Errno.BADF);
    }

    @Test
    void streamIsNeitherTerminalNorFile() {
        assertThat(command.wasi("fd_fdstat_get", 0, 0)).isEqualTo(Errno.SUCCESS);
        assertThat(command.memory.readLong(0)).isZero();
        assertThat(command.memory.readLong(8) & 0b100_0010).isEqualTo(0b10);
        assertThat(command.wasi("fd_fdstat_get", 1, 0)).isEqualTo(Errno.SUCCESS);
        assertThat(command.memory.readLong(8) & 0b100_0010).isEqualTo(0b100_0000);
        assertThat(command.wasi("fd_filestat_get", 1, 0)).isEqualTo(Errno.SUCCESS);
        assertThat(command.wasi("fd_seek", 1, 0, 0, 0)).isEqualTo(Errno.SPIPE);
        assertThat(command.wasi("fd_fdstat_set_flags", 1, 0)).isEqualTo(Errno.SUCCESS);
        assertThat(command.wasi("fd_fdstat_set_flags", 1, 4)).isEqualTo(Errno.NOTSUP);
    }

    @Test
    void thereAreNoFiles() {
        assertThat(command.wasi("fd_prestat_get", 3, 0)).isEqualTo(Errno.BADF);
        assertThat(command.wasi("fd_prestat_dir_name", 3, 0, 0)).isEqualTo(Errno.BADF);
        assertThat(command.wasi("path_open", 3, 0, 0, 0, 0, 0, 0, 0, 0)).isEqualTo(Errno.BADF);
        assertThat(command.wasi("path_open", 0, 0, 0, 0, 0, 0, 0, 0, 0)).isEqualTo(Errno.NOTDIR);
        assertThat(command.wasi("path_symlink", 0, 0, 1, 0, 0)).isEqualTo(Errno.NOTDIR);
        assertThat(command.wasi("path_symlink", 0, 0, 3, 0, 0)).isEqualTo(Errno.BADF);
        assertThat(command.wasi("sock_accept", 3, 0, 0)).isEqualTo(Errno.NOTSUP);
    }

    @Test
    void commandIsNamedAsItsFunction() {
        assertThat(command.strings("args")).containsExactly("hello");
        assertThat(TestGuest.extism().serving("").strings("args")).isEmpty();
    }

    @Test
    void plugInSeesTheEnvironmentOfItsRevisionOnly() {
        TestGuest plugIn = TestGuest.extism()
                .env(Map.of("B", "2=3", "A", "ü"))
                .serving(TestGuest.request("", new Header("x-a", "1")));
        assertThat(plugIn.strings("environ")).containsExactly("A=ü", "B=2=3");
    }

    @Test
    void commandSeesItsRequestInTheEnvironment() {
        TestGuest asked = TestGuest.wasi()
                .env(Map.of("MODE", "fast"))
                .serving(TestGuest.request(
                        "12",
                        new Header("host", "localhost:8080"),
                        new Header("content-type", "text/plain"),
                        new Header("content-length", "2"),
                        new Header("accept", "a/b"),
                        new Header("accept", "c/d"),
                        new Header("cookie", "a=1"),
                        new Header("cookie", "b=2")));
        assertThat(asked.strings("environ"))
                .containsExactly(
                        "CONTENT_LENGTH=2",
                        "CONTENT_TYPE=text/plain",
                        "GATEWAY_INTERFACE=CGI/1.1",
                        "HTTP_ACCEPT=a/b, c/d",
                        "HTTP_COOKIE=a=1; b=2",
                        "HTTP_HOST=localhost:8080",
                        "MODE=fast",
                        "PATH_INFO=/a b",
                        "QUERY_STRING=x=1&y=%22",
                        "REMOTE_ADDR=127.0.0.1",
                        "REQUEST_METHOD=POST",
                        "REQUEST_URI=/fn/hello/a%20b?x=1&y=%22",
                        "SCRIPT_NAME=/fn/hello",
                        "SERVER_NAME=localhost",
                        "SERVER_PORT=8080",
                        "SERVER_PROTOCOL=HTTP/1.1",
                        "SERVER_SOFTWARE=Dormouse");
    }

    @Test
    void headersThatCouldMisleadAProgramAreNotInTheEnvironment() {
        List<String> environment = TestGuest.wasi()
                .serving(TestGuest.request(
                        "",
                        new Header("proxy", "http://evil.example"),
                        new Header("connection", "close"),
                        new Header("transfer-encoding", "chunked"),
                        new Header("x_forwarded_for", "1.2.3.4"),
                        new Header("x-nul", "a\0b"),
                        new Header("x-fine", "1")))
                .strings("environ");
        assertThat(environment.stream().filter(entry -> entry.startsWith("HTTP_")))
                .containsExactly("HTTP_X_FINE=1");
    }

    @Test
    void callerCannotReplaceWhatTheAuthorSet() {
        TestGuest guest = TestGuest.wasi()
                .env(Map.of("HTTP_API_BASE", "https://api.example"))
                .serving(TestGuest.request("", new Header("api-base", "https://evil.example")));
        assertThat(guest.strings("environ"))
                .contains("HTTP_API_BASE=https://api.example")
                .noneMatch(entry -> entry.contains("evil"));
    }

    @ParameterizedTest
    @CsvSource({
        "/, http://h/fn/hello, '', /fn/hello, h, 80",
        "/, https://h/fn/hello/, /, /fn/hello, h, 443",
        "/a/b%2Fc, http://h:1/fn/hello/a/b%2Fc, /a/b/c, /fn/hello, h, 1",
        "/%00%zz%, http://[::1]:8080/fn/hello/%00%zz%, /%00%zz%, /fn/hello, [::1], 8080",
        "/x, http://[::1]/fn/hello/x?q=/x, /x, /fn/hello, [::1], 80",
        "/x, nonsense, /x, nonsense, '', ''",
    })
    void pathsAndHostsAreToldApart(
            String path, String url, String pathInfo, String scriptName, String host, String port) {
        RequestHead head = new RequestHead("GET", path, "", url, List.of(), "");
        TestGuest guest = TestGuest.wasi().serving(TestGuest.request(head, InputStream.nullInputStream()));
        List<String> environment = guest.strings("environ");
        assertThat(environment)
                .contains(
                        "PATH_INFO=" + pathInfo,
                        "SCRIPT_NAME=" + scriptName,
                        "SERVER_NAME=" + host,
                        "SERVER_PORT=" + port);
        assertThat(environment.contains("HTTPS=on")).isEqualTo(url.startsWith("https"));
    }

    @Test
    void environmentIsTheSameHoweverOftenItIsAsked() {
        assertThat(command.strings("environ")).isEqualTo(command.strings("environ"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A=B", "A\0"})
    void nameThatIsNoneOfAVariableIsRefused(String name) {
        assertThatThrownBy(() -> command.host.validate(GuestStyle.WASI, Map.of(name, "x"), Map.of()))
                .isInstanceOf(Refused.class);
    }

    @Test
    void environmentIsBoundedAndWithoutZeroCharacters() {
        assertThatThrownBy(() -> command.host.validate(GuestStyle.WASI, Map.of("A", "x\0y"), Map.of()))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("'A'");
        assertThatThrownBy(() -> command.host.validate(GuestStyle.WASI, Map.of("A", "x".repeat(64 << 10)), Map.of()))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("65536");
    }

    @Test
    void clocksAreAskedAtEachCallInStepsOfTheirResolution() {
        command.wasi("clock_res_get", 0, 0);
        assertThat(command.memory.readLong(0)).isEqualTo(1_000);
        command.wasi("clock_time_get", 0, 1, 0);
        long realtime = command.memory.readLong(0);
        assertThat(realtime).isEqualTo(ManualClock.START.getEpochSecond() * SECOND + 123_456_000);
        command.wasi("clock_time_get", 1, 1, 8);
        long monotonic = command.memory.readLong(8);
        command.clock.advanceNanos(5_000);
        command.wasi("clock_time_get", 0, 1, 0);
        command.wasi("clock_time_get", 1, 1, 8);
        assertThat(command.memory.readLong(0) - realtime).isEqualTo(5_000);
        assertThat(command.memory.readLong(8) - monotonic).isEqualTo(5_000);
    }

    @Test
    void monotonicClockGoesOnInAnotherProcess() {
        TestGuest restarted = TestGuest.wasi().serving("");
        restarted.clock.advanceNanos(SECOND);
        command.wasi("clock_time_get", 1, 0, 0);
        restarted.wasi("clock_time_get", 1, 0, 0);
        assertThat(restarted.memory.readLong(0)).isGreaterThan(command.memory.readLong(0));
    }

    @ParameterizedTest
    @CsvSource({"2, 58", "3, 58", "4, 28", "-1, 28"})
    void otherClocksAreNotTold(int id, int errno) {
        assertThat(command.wasi("clock_time_get", id, 0, 0)).isEqualTo(errno);
        assertThat(command.wasi("clock_res_get", id, 0)).isEqualTo(errno);
    }

    @Test
    void pollWaitsForTheFirstClock() {
        subscribe(0, 7, 1, 3 * SECOND / 10, 0);
        subscribe(1, 8, 1, SECOND / 10, 0);
        assertThat(poll(2)).isEqualTo(1);
        assertThat(command.clock.nanos()).isEqualTo(-5_000 + SECOND / 10);
        assertThat(command.memory.readLong(EVENTS)).isEqualTo(8);
        assertThat(command.memory.readLong(EVENTS + 8)).isZero();
    }

    @Test
    void pollTellsAllThatAreDueTogether() {
        subscribe(0, 7, 1, SECOND / 10, 0);
        subscribe(1, 8, 0, SECOND / 10, 0);
        subscribe(2, 9, 1, SECOND / 5, 0);
        assertThat(poll(3)).isEqualTo(2);
    }

    @Test
    void pollWaitsUntilAnAbsoluteTime() {
        command.wasi("clock_time_get", 0, 0, 0);
        long now = ManualClock.START.getEpochSecond() * SECOND + ManualClock.START.getNano();
        subscribe(0, 7, 0, now + SECOND / 2, 1);
        assertThat(poll(1)).isEqualTo(1);
        assertThat(command.clock.nanos()).isEqualTo(-5_000 + SECOND / 2);
    }

    @Test
    void pollDoesNotWaitForWhatIsPast() {
        subscribe(0, 7, 0, 1, 1);
        assertThat(poll(1)).isEqualTo(1);
        assertThat(command.clock.nanos()).isEqualTo(-5_000);
    }

    @Test
    void pollDoesNotWaitWhenAStreamIsReady() {
        subscribe(0, 7, 1, SECOND / 10, 0);
        subscribeStream(1, 9, 1, 0);
        subscribeStream(2, 10, 2, 5);
        subscribeStream(3, 11, 9, 0);
        assertThat(poll(4)).isEqualTo(3);
        assertThat(command.clock.nanos()).isEqualTo(-5_000);
        assertThat(command.memory.readLong(EVENTS)).isEqualTo(9);
        assertThat(command.memory.readInt(EVENTS + 8)).isEqualTo(1 << 16);
        assertThat(command.memory.readInt(EVENTS + 32 + 8)).isEqualTo(Errno.BADF | 2 << 16);
        assertThat(command.memory.readInt(EVENTS + 64 + 8)).isEqualTo(Errno.INVAL | 9 << 16);
    }

    @ParameterizedTest
    @ValueSource(longs = {2 * SECOND, Long.MAX_VALUE, -1, Long.MIN_VALUE})
    void waitEndsAtTheDeadlineAtTheLatest(long timeout) {
        subscribe(0, 7, 1, timeout, 0);
        assertThat(TestGuest.stop(() -> poll(1))).isEqualTo(new Completion.PastDeadline());
        assertThat(command.clock.nanos()).isEqualTo(-5_000 + TestGuest.DEADLINE_NANOS);
    }

    @Test
    void waitThatIsCutShortCancelsTheCall() {
        subscribe(0, 7, 1, SECOND / 10, 0);
        command.clock.interruptNextWait();
        assertThat(TestGuest.stop(() -> poll(1))).isEqualTo(new Completion.Cancelled());
    }

    @Test
    void subscriptionToNoClockIsAnEvent() {
        subscribe(0, 7, 9, SECOND, 0);
        assertThat(poll(1)).isEqualTo(1);
        assertThat(command.memory.readInt(EVENTS + 8)).isEqualTo(Errno.INVAL);
    }

    @Test
    void pollMayOverwriteItsSubscriptions() {
        subscribe(0, 7, 1, SECOND / 10, 0);
        subscribe(1, 8, 1, SECOND / 10, 0);
        assertThat(command.wasi("poll_oneoff", SUBSCRIPTION, SUBSCRIPTION, 2, COUNT))
                .isEqualTo(Errno.SUCCESS);
        assertThat(command.memory.readLong(SUBSCRIPTION)).isEqualTo(7);
        assertThat(command.memory.readLong(SUBSCRIPTION + 32)).isEqualTo(8);
    }

    @Test
    void pollOfNothingIsInvalid() {
        assertThat(command.wasi("poll_oneoff", 0, 0, 0, 0)).isEqualTo(Errno.INVAL);
        assertThat(command.wasi("poll_oneoff", 0, 0, 1025, 0)).isEqualTo(Errno.INVAL);
    }

    @Test
    void randomBytesFillWhatIsAskedFor() {
        byte[] before = command.memory.copy();
        assertThat(command.wasi("random_get", 1000, 70_000)).isEqualTo(Errno.SUCCESS);
        byte[] after = command.memory.copy();
        assertThat(after[999]).isEqualTo(before[999]);
        assertThat(after[71_000]).isEqualTo(before[71_000]);
        assertThat(command.memory.copy(70_900, 100)).isNotEqualTo(new byte[100]);
        assertThat(command.charged()).isGreaterThanOrEqualTo(70_000);
    }

    private void subscribe(int index, long userdata, int clock, long timeout, int flags) {
        int at = SUBSCRIPTION + 48 * index;
        command.memory.writeLong(at, userdata);
        command.memory.writeInt(at + 8, 0);
        command.memory.writeInt(at + 16, clock);
        command.memory.writeLong(at + 24, timeout);
        command.memory.writeInt(at + 40, flags);
    }

    private void subscribeStream(int index, long userdata, int type, int descriptor) {
        int at = SUBSCRIPTION + 48 * index;
        command.memory.writeLong(at, userdata);
        command.memory.writeInt(at + 8, type);
        command.memory.writeInt(at + 16, descriptor);
    }

    private int poll(int count) {
        assertThat(command.wasi("poll_oneoff", SUBSCRIPTION, EVENTS, count, COUNT))
                .isEqualTo(Errno.SUCCESS);
        return command.memory.readInt(COUNT);
    }
}
