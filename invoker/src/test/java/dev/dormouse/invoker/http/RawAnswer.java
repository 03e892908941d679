package dev.dormouse.invoker.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/**
 * All that a server sent until it closed the connection.
 *
 * @param text one character for each byte
 */
record RawAnswer(String text) {
    /** Writes {@code request}, one byte for each character, and reads until the server closes. */
    static RawAnswer to(TestServer server, String request) throws IOException {
        try (Socket socket = server.connect()) {
            send(socket, request);
            return untilClosed(socket);
        }
    }

    static void send(Socket socket, String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** Reads until the server closes; fails if that takes too long. */
    static RawAnswer untilClosed(Socket socket) throws IOException {
        var bytes = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        try {
            byte[] some = new byte[8 << 10];
            for (int count = in.read(some); count >= 0; count = in.read(some)) {
                bytes.write(some, 0, count);
            }
        } catch (SocketException e) {
            // Reset: closed too, and what came before counts.
        }
        return new RawAnswer(bytes.toString(StandardCharsets.ISO_8859_1));
    }

    /** The status of the first answer; 0 if there is none. */
    int status() {
        return text.startsWith("HTTP/1.1 ") ? Integer.parseInt(text.substring(9, 12)) : 0;
    }

    /** How many answers there are. */
    int answers() {
        return text.split("HTTP/1\\.1 [0-9]{3} ", -1).length - 1;
    }
}
