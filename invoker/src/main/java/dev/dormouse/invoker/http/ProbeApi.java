package dev.dormouse.invoker.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/** What a supervisor asks, and the description of it all. */
final class ProbeApi {
    private static final Header TEXT = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
    private static final Header YAML = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, MediaTypes.YAML);
    private static final byte[] ALIVE = "alive\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] READY = "ready\n".getBytes(StandardCharsets.US_ASCII);

    private final Supplier<Readiness> readiness;
    private final Supplier<Optional<String>> storeTrouble;
    private final byte[] openApi;

    /** @param storeTrouble why the store takes no writes now, if it takes none */
    ProbeApi(Supplier<Readiness> readiness, Supplier<Optional<String>> storeTrouble) {
        this.readiness = readiness;
        this.storeTrouble = storeTrouble;
        this.openApi = resource("openapi.yaml");
    }

    private static byte[] resource(String name) {
        try (InputStream in = ProbeApi.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The resource " + name + " is not on the class path.");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("The resource " + name + " cannot be read.", e);
        }
    }

    void live(Call call) {
        call.response().header(TEXT);
        Replies.send(call.request(), call.response(), 200, ALIVE);
    }

    void ready(Call call) {
        switch (readiness.get()) {
            case STARTING ->
                throw new Failure(Problem.of(ProblemType.STARTING, "This process is starting. Ask again."));
            case STOPPING -> throw new Failure(Problem.stopping());
            case READY -> readyUnlessInTrouble(call);
        }
    }

    private void readyUnlessInTrouble(Call call) {
        Optional<String> trouble = storeTrouble.get();
        if (trouble.isPresent()) {
            throw new Failure(Problem.of(ProblemType.STORE_UNAVAILABLE, trouble.get()));
        }
        call.response().header(TEXT);
        Replies.send(call.request(), call.response(), 200, READY);
    }

    void openApi(Call call) {
        call.response().header(YAML);
        Replies.send(call.request(), call.response(), 200, openApi);
    }
}
