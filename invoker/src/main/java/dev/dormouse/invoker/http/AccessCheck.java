package dev.dormouse.invoker.http;

import dev.dormouse.invoker.access.Authorizer;
import dev.dormouse.invoker.access.Scope;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;

/**
 * Lets a request through or says why not: by its API key where there are keys; else, since only this machine can reach the
 * runtime then, by looking whether a web page of somebody else speaks through the user's browser.
 */
final class AccessCheck {
    private static final String BEARER = "Bearer ";
    private static final HeaderName FETCH_SITE = HeaderNames.create("Sec-Fetch-Site");

    private final Authorizer authorizer;

    AccessCheck(Authorizer authorizer) {
        this.authorizer = authorizer;
    }

    /** Why the request may not go on; empty if it may. */
    Optional<Problem> refusal(ServerRequest request, Endpoint endpoint) {
        Optional<Scope> scope = endpoint.scope();
        if (scope.isEmpty()) {
            return Optional.empty();
        }
        if (authorizer.required()) {
            return keyRefusal(request.headers(), scope.get());
        }
        return endpoint.isControl() || endpoint.isClosedToForeignPages()
                ? browserRefusal(request, endpoint)
                : Optional.empty();
    }

    private Optional<Problem> keyRefusal(ServerRequestHeaders headers, Scope scope) {
        return switch (authorizer.decide(token(headers), scope)) {
            case Authorizer.Allowed allowed -> Optional.empty();
            case Authorizer.Unknown unknown ->
                Optional.of(Problem.of(
                        ProblemType.UNAUTHORIZED,
                        "This runtime asks for an API key, and the request has none that is valid. Send the header"
                                + " 'Authorization: Bearer dk_...'."));
            case Authorizer.OutOfScope out ->
                Optional.of(Problem.of(
                        ProblemType.FORBIDDEN,
                        "This needs the scope " + scope.text() + ", which API key " + out.keyId()
                                + " has not. Use another key."));
        };
    }

    private static Optional<String> token(ServerRequestHeaders headers) {
        if (!headers.contains(HeaderNames.AUTHORIZATION)) {
            return Optional.empty();
        }
        String value = headers.get(HeaderNames.AUTHORIZATION).get();
        boolean bearer = value.regionMatches(true, 0, BEARER, 0, BEARER.length());
        return bearer ? Optional.of(value.substring(BEARER.length()).strip()) : Optional.empty();
    }

    /** Against rebinding of names and requests across origins: both tell on themselves by what a browser must send. */
    private static Optional<Problem> browserRefusal(ServerRequest request, Endpoint endpoint) {
        String authority = request.authority();
        if (!Loopback.isLoopback(authority)) {
            return Optional.of(Problem.of(
                    ProblemType.FORBIDDEN,
                    "A runtime without API keys is reached as localhost or by a loopback address, and this request says"
                            + " it is for another host. Use http://127.0.0.1, or create a key with 'dormouse key"
                            + " create'."));
        }
        if (endpoint.isClosedToForeignPages() && isOfForeignPage(request.headers(), authority)) {
            return Optional.of(Problem.of(
                    ProblemType.FORBIDDEN,
                    "A runtime without API keys is not changed by web pages of another origin, and this request"
                            + " comes from one. Create a key with 'dormouse key create' and use that."));
        }
        return Optional.empty();
    }

    /** By Origin, and by Sec-Fetch-Site where the page asks in ways that send no Origin, such as an image's. */
    private static boolean isOfForeignPage(ServerRequestHeaders headers, String authority) {
        if (headers.contains(HeaderNames.ORIGIN)) {
            String origin = headers.get(HeaderNames.ORIGIN).get();
            return !origin.equals("http://" + authority) && !origin.equals("https://" + authority);
        }
        if (!headers.contains(FETCH_SITE)) {
            return false;
        }
        String site = headers.get(FETCH_SITE).get();
        return !site.equals("same-origin") && !site.equals("none");
    }
}
