package dev.dormouse.snapshot.object.s3.fake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One connection of HTTP/1.1, so small that every byte of an answer, its date and its end are the fake's to choose:
 * the JDK's own server writes the date itself. Owned by one thread.
 */
final class Wire implements AutoCloseable {
    private static final int RESET_ON_CLOSE = 0;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    Wire(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /** The next request of the connection; an {@link EOFException} when the client has closed it. */
    S3Request read() throws IOException {
        String[] first = line().split(" ", -1);
        Map<String, String> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).trim());
        }
        if (headers.getOrDefault("expect", "").equals("100-continue")) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1));
        }
        byte[] body = new byte[Integer.parseInt(headers.getOrDefault("content-length", "0"))];
        if (in.readNBytes(body, 0, body.length) < body.length) {
            throw new EOFException("in the body of a request");
        }
        return S3Request.of(first[0], first[1], headers, body);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("in a request");
            }
            line.append((char) b);
        }
        return line.toString().stripTrailing();
    }

    /** Sends the head of an answer whose body has {@code length} bytes. */
    void head(int status, Map<String, String> headers, String date, int length) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append(" Fake\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Date: ").append(date).append("\r\n");
        if (status != 204) {
            head.append("Content-Length: ").append(length).append("\r\n");
        }
        out.write(head.append("\r\n").toString().getBytes(ISO_8859_1));
    }

    /** Sends a part of a body. */
    void body(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
        out.flush();
    }

    /** Ends the connection with a reset. */
    void reset() throws IOException {
        socket.setSoLinger(true, RESET_ON_CLOSE);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
