package dev.dormouse.invoker.process;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Objects;

/** Deploys guests for tests. */
final class Guests {
    private Guests() {}

    /** Deploys {@code guests/NAME.wasm} as the function of that name. */
    static void deploy(URI runtime, String name) {
        try (HttpClient http = HttpClient.newHttpClient();
                InputStream module =
                        Objects.requireNonNull(Guests.class.getResourceAsStream("/guests/" + name + ".wasm"))) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(runtime.resolve("/v1/functions/" + name))
                            .header("Content-Type", "application/wasm")
                            .PUT(BodyPublishers.ofByteArray(module.readAllBytes()))
                            .build(),
                    BodyHandlers.ofString());
            if (answer.statusCode() != 201) {
                throw new AssertionError("The guest " + name + " was not deployed: " + answer.body());
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("The test was interrupted.", e);
        }
    }
}
