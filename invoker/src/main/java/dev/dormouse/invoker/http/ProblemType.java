package dev.dormouse.invoker.http;

/**
 * Every kind of failure that an answer can name: the one table of status, stable name and title. The type URI is
 * {@code /problems/} and the name.
 */
enum ProblemType {
    BAD_INPUT(400, "bad-input", "The request is wrong"),
    BAD_FRAMING(400, "bad-framing", "The request is not well-formed HTTP"),
    UNAUTHORIZED(401, "unauthorized", "An API key is needed"),
    FORBIDDEN(403, "forbidden", "This is not allowed"),
    NOT_FOUND(404, "not-found", "There is no such thing"),
    METHOD_NOT_ALLOWED(405, "method-not-allowed", "The method does not exist here"),
    NOT_ACCEPTABLE(406, "not-acceptable", "The answer has another type"),
    REQUEST_TIMEOUT(408, "request-timeout", "The request came too slowly"),
    CONFLICT(409, "conflict", "This contradicts what is there"),
    PRECONDITION_FAILED(412, "precondition-failed", "The version is another one"),
    TOO_LARGE(413, "too-large", "The request is too large"),
    URI_TOO_LONG(414, "uri-too-long", "The request line is too long"),
    UNSUPPORTED_MEDIA_TYPE(415, "unsupported-media-type", "The body has the wrong type"),
    MODULE_REFUSED(422, "module-refused", "The module or its options are not acceptable"),
    KEY_REUSED(422, "key-reused", "The idempotency key stands for another message"),
    AGENT_AT_LIMIT(429, "agent-at-limit", "The agent's mailbox is full"),
    FUNCTION_AT_LIMIT(429, "function-at-limit", "The function is at its limit"),
    HEADERS_TOO_LARGE(431, "headers-too-large", "The headers are too large"),
    INTERNAL(500, "internal", "The runtime failed"),
    UNSUPPORTED_CODING(501, "unsupported-coding", "The transfer coding is not supported"),
    GUEST_ERROR(502, "guest-error", "The function returned an error"),
    TRAP(502, "trap", "The function was stopped because it broke a rule"),
    OVERLOADED(503, "overloaded", "The service is at its limit"),
    MEMORY_FULL(503, "memory-full", "The runtime's memory for guests is used up"),
    STARTING(503, "starting", "The service is starting"),
    STOPPING(503, "stopping", "The service is stopping"),
    STORE_UNAVAILABLE(503, "store-unavailable", "The store gave no answer"),
    CANCELLED(503, "cancelled", "The invocation was cancelled"),
    DEADLINE_EXCEEDED(504, "deadline-exceeded", "The deadline passed"),
    FUEL_EXHAUSTED(504, "fuel-exhausted", "The fuel was used up"),
    HTTP_VERSION(505, "http-version", "The HTTP version is not supported"),
    MEMORY_EXCEEDED(507, "memory-exceeded", "A memory limit was reached");

    private final int status;
    private final String slug;
    private final String title;

    ProblemType(int status, String slug, String title) {
        this.status = status;
        this.slug = slug;
        this.title = title;
    }

    int status() {
        return status;
    }

    String uri() {
        return "/problems/" + slug;
    }

    String title() {
        return title;
    }

    /** The kind for a failure that was found below the routes and is known by its status only. */
    static ProblemType ofStatus(int status) {
        return switch (status) {
            case 400 -> BAD_FRAMING;
            case 404 -> NOT_FOUND;
            case 408 -> REQUEST_TIMEOUT;
            case 413 -> TOO_LARGE;
            case 414 -> URI_TOO_LONG;
            case 415 -> UNSUPPORTED_MEDIA_TYPE;
            case 431 -> HEADERS_TOO_LARGE;
            case 501 -> UNSUPPORTED_CODING;
            case 503 -> OVERLOADED;
            case 505 -> HTTP_VERSION;
            default -> INTERNAL;
        };
    }
}
