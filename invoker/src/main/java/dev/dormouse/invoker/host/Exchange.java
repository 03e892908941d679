package dev.dormouse.invoker.host;

import dev.dormouse.invoker.exchange.Header;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request and the answer that comes about to it. */
final class Exchange {
    private static final int MAX_LENGTH_DIGITS = 18;

    private final GuestRequest request;
    private final RequestBody body;
    private final Answer answer;
    private @Nullable WasiStrings environment;

    Exchange(GuestRequest request, AnswerOpening opening, HostLimits limits) {
        this.request = request;
        this.body = new RequestBody(request.body(), announcedLength(request), limits);
        this.answer = new Answer(opening, limits, header(request, "accept"));
    }

    GuestRequest request() {
        return request;
    }

    RequestBody body() {
        return body;
    }

    Answer answer() {
        return answer;
    }

    /** What a stream of the trigger threw, if one did. */
    Optional<Exception> streamFailure() {
        return body.failure().or(answer::failure);
    }

    /** The environment of a command that serves the request. */
    WasiStrings environment(GuestSettings settings) {
        WasiStrings known = environment;
        if (known == null) {
            known = CgiEnvironment.of(request, settings.env());
            environment = known;
        }
        return known;
    }

    /** What the caller says is the length of the body; -1 if it does not say. */
    private static long announcedLength(GuestRequest request) {
        String text = header(request, "content-length");
        boolean number = !text.isEmpty()
                && text.length() <= MAX_LENGTH_DIGITS
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Long.parseLong(text) : -1;
    }

    private static String header(GuestRequest request, String name) {
        for (Header header : request.head().headers()) {
            if (header.name().equals(name)) {
                return header.value();
            }
        }
        return "";
    }
}
