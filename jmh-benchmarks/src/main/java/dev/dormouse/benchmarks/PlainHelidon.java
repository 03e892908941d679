package dev.dormouse.benchmarks;

import io.helidon.webserver.WebServer;
import java.nio.charset.StandardCharsets;

/** The floor of every HTTP figure: the same server library, answering each POST with a constant. */
public final class PlainHelidon {
    private static final byte[] ANSWER = "Hello, Ada!\n".getBytes(StandardCharsets.UTF_8);

    private PlainHelidon() {}

    /**
     * Listens on loopback until it is killed.
     *
     * @param arguments the port
     */
    public static void main(String[] arguments) {
        WebServer server = WebServer.builder()
                .host("127.0.0.1")
                .port(Integer.parseInt(arguments[0]))
                .routing(routing -> routing.any("/fn/greeter", (request, response) -> {
                    request.content().consume();
                    response.send(ANSWER);
                }))
                .build();
        server.start();
    }
}
