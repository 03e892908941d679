package dev.dormouse.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;

/**
 * One keep-alive connection that asks and waits, with as little between the socket and the clock as can be. It reads
 * answers with a {@code Content-Length} only. Used by one thread.
 */
public final class HttpClientConnection implements AutoCloseable {
    private static final int SILENCE_MILLIS = 300_000;

    /** An answer of most runs; a thousand connections at once should not cost more than what they measure. */
    private static final int BUFFER_BYTES = 4 << 10;

    private final String host;
    private final Socket socket = new Socket();
    private final InputStream in;
    private final OutputStream out;

    private HttpClientConnection(URI server, int silenceMillis) throws IOException {
        host = server.getHost() + ":" + server.getPort();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(silenceMillis);
        socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), silenceMillis);
        in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
        out = socket.getOutputStream();
    }

    /** Connects; waits five minutes at most for the server to say anything. */
    public static HttpClientConnection open(URI server) throws IOException {
        return new HttpClientConnection(server, SILENCE_MILLIS);
    }

    /** Connects, and is not as patient. */
    public static HttpClientConnection open(URI server, Duration patience) throws IOException {
        return new HttpClientConnection(server, Math.toIntExact(patience.toMillis()));
    }

    /**
     * What came back.
     *
     * @param start how the instance came to be live; empty if nothing was said of it
     * @param timing what the runtime says of its own time, the value of {@code Server-Timing}
     */
    public record Answer(int status, String start, String timing, String body) {
        /** What the runtime took for a part of its work, in milliseconds; 0 for a part that did not take place. */
        double tookMillis(String part) {
            for (String one : timing.split(",", -1)) {
                int duration = one.indexOf(";dur=");
                if (duration > 0 && one.strip().startsWith(part)) {
                    return Double.parseDouble(one.substring(duration + 5).strip());
                }
            }
            return 0;
        }

        /** The body of an answer that says that all is well. */
        public String wanted() throws IOException {
            if (status / 100 != 2) {
                throw new IOException("The server answered " + status + ": " + body);
            }
            return body;
        }
    }

    /** Posts text and waits. */
    public Answer post(String target, String body) throws IOException {
        return send("POST", target, "text/plain", body.getBytes(US_ASCII));
    }

    /** The same with any method and type. */
    public Answer send(String method, String target, String type, byte[] body) throws IOException {
        byte[] head = (method + " " + target + " HTTP/1.1\r\nHost: " + host + "\r\nContent-Type: " + type
                        + "\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(US_ASCII);
        byte[] request = new byte[head.length + body.length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        out.write(request);
        out.flush();
        return read();
    }

    private Answer read() throws IOException {
        String statusLine = line();
        int length = -1;
        String start = "";
        String timing = "";
        for (String header = line(); !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            String value = header.substring(colon + 1).strip();
            switch (header.substring(0, colon).toLowerCase(Locale.ROOT)) {
                case "content-length" -> length = Integer.parseInt(value);
                case "dormouse-start" -> start = value;
                case "server-timing" -> timing = value;
                default -> {}
            }
        }
        if (length < 0) {
            throw new IOException("An answer without a length: " + statusLine);
        }
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("The connection ended within an answer.");
        }
        return new Answer(Integer.parseInt(statusLine.substring(9, 12)), start, timing, new String(body, US_ASCII));
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("The connection ended.");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
