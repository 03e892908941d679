package dev.dormouse.invoker.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.List;

/**
 * One request to the control API.
 *
 * @param endpoint which route
 * @param path its segments, decoded
 * @param request as it came
 * @param response to be sent once
 * @param body bounded by what the route takes
 */
record Call(Endpoint endpoint, List<String> path, ServerRequest request, ServerResponse response, RequestBody body) {
    String parameter(String name) {
        return endpoint.parameter(name, path);
    }

    /** Media type of the body, in lower case and without parameters; empty if none is given. */
    String bodyType() {
        if (!request.headers().contains(HeaderNames.CONTENT_TYPE)) {
            return "";
        }
        return MediaTypes.essence(
                request.headers().get(HeaderNames.CONTENT_TYPE).get());
    }

    /** The whole body. */
    byte[] bytes() {
        if (body.failure().isPresent()) {
            throw new Failure(body.failure().get());
        }
        try {
            return body.readAllBytes();
        } catch (IOException e) {
            throw new Failure(body.failure()
                    .orElseGet(() -> Problem.of(ProblemType.CANCELLED, "The body of the request could not be read.")));
        }
    }

    QueryOptions query() {
        return QueryOptions.parse(request.prologue().query().rawValue());
    }
}
