package dev.dormouse.invoker.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** HTTP/2 frames that are well-formed, one by one, and meant to wear a server out. Each ends, and neighbours are served. */
class Http2AbuseTest {
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final Duration GRACE = Duration.ofMillis(50);
    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;

    /** A literal with incremental indexing under the new name "a", whose value of 4,000 bytes fills the dynamic table. */
    private static final int NEW_INDEXED_NAME = 0x40;

    /** Stands for the newest entry of the dynamic table. */
    private static final int NEWEST_ENTRY = 0x80 | 62;

    /** In the order of their numbers in RFC 9113. */
    private enum Type {
        DATA,
        HEADERS,
        PRIORITY,
        RST_STREAM,
        SETTINGS,
        PUSH_PROMISE,
        PING,
        GO_AWAY,
        WINDOW_UPDATE,
        CONTINUATION
    }

    private static final List<Type> NUMBERS = List.of(Type.values());

    private final TestServer server = new TestServer(
            HttpSettings.defaults().withWire(TestLimits.withDeadlines(Duration.ofHours(1), Duration.ofHours(1), GRACE)),
            new TestTicker(Duration.ofMillis(1)));

    @AfterEach
    void neighboursAreServed() throws Exception {
        try (server) {
            assertThat(server.get("/fn/ignore").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void endsAConnectionThatResetsEachOfItsStreams() throws IOException {
        try (Socket socket = opened()) {
            for (int stream = 1; stream < 4_000; stream += 2) {
                tell(socket, frame(Type.HEADERS, END_HEADERS, stream, request("/fn/ignore")));
                tell(socket, frame(Type.RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8}));
            }

            awaitEnd(socket);
        }
    }

    @Test
    void endsAConnectionThatSettlesAgainAndAgain() throws IOException {
        try (Socket socket = opened()) {
            for (int i = 0; i < 2_000; i++) {
                tell(socket, frame(Type.SETTINGS, 0, 0, setting(INITIAL_WINDOW_SIZE, 1_000 + i)));
            }

            awaitEnd(socket);
        }
    }

    @Test
    void endsAConnectionWhoseHeadersGoOnAndOn() throws IOException {
        try (Socket socket = opened()) {
            tell(socket, frame(Type.HEADERS, END_STREAM, 1, request("/fn/ignore")));
            // Literals that are not indexed: whoever decodes them only at the end has kept 10 MiB of them.
            byte[] more = header("b", "x".repeat(100));
            for (int i = 0; i < 100_000 && tell(socket, frame(Type.CONTINUATION, 0, 1, more)); i++) {
                // goes on
            }

            assertThat(untilEnd(socket)).doesNotContain(Type.HEADERS);
        }
        assertThat(server.functions.seen()).isEmpty();
    }

    @Test
    void endsAConnectionThatContinuesHeadersWithNothing() throws IOException {
        try (Socket socket = opened()) {
            tell(socket, frame(Type.HEADERS, END_STREAM, 1, request("/fn/ignore")));
            for (int i = 0; i < 100_000 && tell(socket, frame(Type.CONTINUATION, 0, 1, new byte[0])); i++) {
                // goes on
            }

            assertThat(untilEnd(socket)).doesNotContain(Type.HEADERS);
        }
        assertThat(server.functions.seen()).isEmpty();
    }

    @Test
    void refusesHeadersThatAreSmallOnTheWireAndLargeInMemory() throws IOException {
        try (Socket socket = opened()) {
            var block = new ByteArrayOutputStream();
            block.writeBytes(request("/fn/ignore"));
            block.writeBytes(new byte[] {NEW_INDEXED_NAME, 1, 'a'});
            block.writeBytes(longText(4_000));
            for (int i = 0; i < 10_000; i++) {
                block.write(NEWEST_ENTRY);
            }
            tell(socket, frame(Type.HEADERS, END_HEADERS | END_STREAM, 1, block.toByteArray()));
            tell(socket, frame(Type.PING, 0, 0, new byte[8]));
            socket.shutdownOutput();

            untilEnd(socket);
        }
        assertThat(server.functions.seen()).isEmpty();
    }

    @Test
    void refusesStreamsAboveTheLimit() throws IOException {
        try (Socket socket = opened()) {
            for (int stream = 1; stream <= 2 * 200; stream += 2) {
                // No end of the stream: the request goes on.
                tell(socket, frame(Type.HEADERS, END_HEADERS, stream, request("/fn/length")));
            }
            assertThat(untilEnd(socket, Type.RST_STREAM, Type.GO_AWAY)).containsAnyOf(Type.RST_STREAM, Type.GO_AWAY);
        }
    }

    @Test
    void resetsAStreamWhoseAnswerIsTakenByTheByte() throws IOException {
        server.functions.with("large", (invocation, sink) -> FakeFunctions.ok(invocation, "x".repeat(100_000)));
        try (Socket socket = opened()) {
            tell(socket, frame(Type.SETTINGS, 0, 0, setting(INITIAL_WINDOW_SIZE, 1)));
            tell(socket, frame(Type.HEADERS, END_HEADERS | END_STREAM, 1, request("/fn/large")));

            assertThat(untilEnd(socket, Type.RST_STREAM, Type.GO_AWAY)).containsAnyOf(Type.RST_STREAM, Type.GO_AWAY);
        }
    }

    private Socket opened() throws IOException {
        Socket socket = server.connect();
        socket.getOutputStream().write(PREFACE);
        tell(socket, frame(Type.SETTINGS, 0, 0, new byte[0]));
        return socket;
    }

    /** False if the server has closed the connection. */
    private static boolean tell(Socket socket, byte[] frame) {
        try {
            socket.getOutputStream().write(frame);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Fails if the connection stays open. The server says GO_AWAY and reads on for a moment, but a client that writes for
     * longer is reset, and a reset takes with it what was on its way: whether the word arrives is a matter of luck.
     */
    private static void awaitEnd(Socket socket) throws IOException {
        Set<Type> ignored = untilEnd(socket);
    }

    /** Types of the frames that come until the connection ends, or until one of {@code awaited} has come. */
    private static Set<Type> untilEnd(Socket socket, Type... awaited) throws IOException {
        Set<Type> enough = new HashSet<>(Set.of(awaited));
        Set<Type> seen = EnumSet.noneOf(Type.class);
        try {
            byte[] header = socket.getInputStream().readNBytes(9);
            while (header.length == 9) {
                int length = ByteBuffer.wrap(header).getInt() >>> 8;
                Type type = NUMBERS.get(header[3]);
                socket.getInputStream().skipNBytes(length);
                seen.add(type);
                if (enough.contains(type)) {
                    return seen;
                }
                header = socket.getInputStream().readNBytes(9);
            }
        } catch (SocketException e) {
            // Reset: it has ended, too.
        }
        return seen;
    }

    private static byte[] frame(Type type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .putInt(payload.length << 8 | NUMBERS.indexOf(type))
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    private static byte[] setting(int id, int value) {
        return ByteBuffer.allocate(6).putShort((short) id).putInt(value).array();
    }

    /** {@code POST path} of http on localhost, in HPACK: indexed where the static table has it. */
    private static byte[] request(String path) {
        var block = new ByteArrayOutputStream();
        block.write(0x83);
        block.write(0x86);
        block.write(0x04);
        block.writeBytes(text(path));
        block.write(0x01);
        block.writeBytes(text("localhost"));
        return block.toByteArray();
    }

    /** A literal that is not indexed, under a new name. */
    private static byte[] header(String name, String value) {
        var block = new ByteArrayOutputStream();
        block.write(0);
        block.writeBytes(text(name));
        block.writeBytes(text(value));
        return block.toByteArray();
    }

    /** A string of fewer than 127 bytes, not Huffman-coded. */
    private static byte[] text(String value) {
        var bytes = new ByteArrayOutputStream();
        bytes.write(value.length());
        bytes.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
        return bytes.toByteArray();
    }

    /** A string of {@code length} bytes, above 127. */
    private static byte[] longText(int length) {
        var bytes = new ByteArrayOutputStream();
        bytes.write(127);
        int rest = length - 127;
        while (rest >= 128) {
            bytes.write(rest % 128 | 128);
            rest /= 128;
        }
        bytes.write(rest);
        bytes.writeBytes("x".repeat(length).getBytes(StandardCharsets.US_ASCII));
        return bytes.toByteArray();
    }
}
