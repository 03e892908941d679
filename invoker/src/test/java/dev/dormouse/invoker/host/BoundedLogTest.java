package dev.dormouse.invoker.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BoundedLogTest {
    private final RecordedLog sink = new RecordedLog(GuestLog.Level.TRACE);
    private final BoundedLog log = new BoundedLog(sink, HostLimits.DEFAULT);

    @Test
    void textIsBrokenIntoLines() {
        write("one\ntwo\r\n\nthree");
        assertThat(sink.lines()).containsExactly("INFO one", "INFO two", "INFO ", "INFO three");
    }

    @Test
    void nothingIsNoLine() {
        write("");
        assertThat(sink.lines()).isEmpty();
    }

    @Test
    void whatCouldForgeALineOrATerminalCommandIsTakenOut() {
        write("a\rb\u001B[2Jc\u0000d\u2028e\u0085f\tg");
        assertThat(sink.lines()).containsExactly("INFO a?b?[2Jc?d?e?f\tg");
    }

    @Test
    void bytesThatAreNoTextAreReplaced() {
        log.write(GuestLog.Level.INFO, Slice.of(new byte[] {'a', (byte) 0xFF, 'b'}));
        assertThat(sink.lines()).containsExactly("INFO a\uFFFDb");
    }

    @Test
    void longLineIsBroken() {
        write("x".repeat(BoundedLog.MAX_LINE_BYTES + 1));
        assertThat(sink.lines()).containsExactly("INFO " + "x".repeat(BoundedLog.MAX_LINE_BYTES), "INFO x");
    }

    @Test
    void longLineInPiecesIsBrokenToo() {
        LineBuffer lines = new LineBuffer(log);
        for (int i = 0; i < BoundedLog.MAX_LINE_BYTES + 1; i++) {
            lines.write(Slice.of(new byte[] {'x'}));
        }
        assertThat(sink.lines()).hasSize(1);
        lines.flush();
        lines.flush();
        assertThat(sink.lines()).containsExactly("INFO " + "x".repeat(BoundedLog.MAX_LINE_BYTES), "INFO x");
    }

    @Test
    void logIsBoundedInBytesWithItsEndsOfLines() {
        BoundedLog small = new BoundedLog(sink, HostLimits.DEFAULT.withMaxLogBytes(10));
        Slice four = Slice.of(new byte[] {'a', 'b', 'c', 'd'});
        small.line(GuestLog.Level.INFO, four);
        small.line(GuestLog.Level.INFO, four);
        assertThat(TestGuest.limit(() -> small.line(GuestLog.Level.INFO, Slice.EMPTY)))
                .contains("10 bytes", "max-log-bytes");
        assertThat(sink.lines()).hasSize(2);
    }

    @Test
    void emptyLinesAreBoundedToo() {
        BoundedLog small = new BoundedLog(sink, HostLimits.DEFAULT.withMaxLogBytes(10));
        assertThat(TestGuest.limit(() -> small.write(
                        GuestLog.Level.INFO,
                        Slice.of(new byte[] {'\n', '\n', '\n', '\n', '\n', '\n', '\n', '\n', '\n', '\n', '\n'}))))
                .contains("10 bytes");
        assertThat(sink.lines()).hasSize(10);
    }

    @Test
    void linesBelowTheThresholdCostNothing() {
        RecordedLog errors = new RecordedLog(GuestLog.Level.ERROR);
        BoundedLog quiet = new BoundedLog(errors, HostLimits.DEFAULT.withMaxLogBytes(1));
        assertThatCode(() -> quiet.line(GuestLog.Level.WARN, Slice.of(new byte[100])))
                .doesNotThrowAnyException();
        assertThat(errors.lines()).isEmpty();
    }

    private void write(String text) {
        log.write(GuestLog.Level.INFO, Slice.of(text.getBytes(StandardCharsets.UTF_8)));
    }
}
