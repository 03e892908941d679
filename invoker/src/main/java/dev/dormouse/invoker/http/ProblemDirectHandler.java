package dev.dormouse.invoker.http;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;
import org.jspecify.annotations.Nullable;

/** Tells as a problem what goes wrong below the routes: framing, sizes, versions. */
final class ProblemDirectHandler implements DirectHandler {
    private ProblemDirectHandler() {}

    static DirectHandlers handlers() {
        var handler = new ProblemDirectHandler();
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (EventType type : EventType.values()) {
            handlers.addHandler(type, handler);
        }
        return handlers.build();
    }

    @Override
    public TransportResponse handle(
            TransportRequest request,
            EventType eventType,
            Status status,
            ServerResponseHeaders responseHeaders,
            @Nullable String message) {
        ProblemType type = ProblemType.ofStatus(status.code());
        String detail = message == null || type == ProblemType.INTERNAL ? type.title() + "." : message;
        return TransportResponse.builder()
                .status(Status.create(type.status()))
                .headers(responseHeaders)
                .header(HeaderValues.create(HeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE))
                .keepAlive(false)
                .entity(Problem.of(type, detail).toJson())
                .build();
    }
}
