package dev.dormouse.invoker.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

/** Sends whole answers, with what differs between methods and statuses in one place. */
final class Replies {
    private static final byte[] NOTHING = new byte[0];
    private static final Header PROBLEM_TYPE = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE);
    private static final Header NO_STORE = HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "no-store");

    private static final Header CHALLENGE =
            HeaderValues.createCached(HeaderNames.WWW_AUTHENTICATE, "Bearer realm=\"dormouse\"");

    private Replies() {}

    /** Whether an answer of this status has no body whatever the method. */
    static boolean bodyless(int status) {
        return status == 204 || status == 205 || status == 304;
    }

    /**
     * Forgets what was prepared for an answer, so that another can be sent.
     *
     * @throws CloseConnectionException if some of it has left already: nobody may take a part for the whole
     */
    static void startAnew(ServerResponse response) {
        if (!(response instanceof RoutingResponse routing) || routing.hasEntity()) {
            throw new CloseConnectionException("The answer broke off after its head was sent.");
        }
        response.headers().clear();
    }

    /** Ends an answer that was streamed. Helidon does so too, but only where the handler returns normally. */
    static void commit(ServerResponse response) {
        if (response instanceof RoutingResponse routing) {
            routing.commit();
        }
    }

    /** Sends {@code body}, or only its length if the method is HEAD. */
    static void send(ServerRequest request, ServerResponse response, int status, byte[] body) {
        response.status(Status.create(status));
        if (bodyless(status)) {
            response.send(NOTHING);
        } else if (request.prologue().method().equals(Method.HEAD)) {
            response.header(HeaderValues.create(HeaderNames.CONTENT_LENGTH, body.length));
            response.send(NOTHING);
        } else {
            response.send(body);
        }
    }

    static void send(ServerRequest request, ServerResponse response, Problem problem) {
        response.header(PROBLEM_TYPE);
        response.header(NO_STORE);
        if (problem.type() == ProblemType.UNAUTHORIZED) {
            response.header(CHALLENGE);
        }
        problem.retryAfter()
                .ifPresent(wait ->
                        response.header(HeaderValues.create(AnswerHeaders.RETRY_AFTER, Problem.retrySeconds(wait))));
        send(request, response, problem.type().status(), problem.toJson());
    }
}
