package dev.dormouse.invoker.http;

import dev.dormouse.invoker.exchange.AnswerHead;
import dev.dormouse.invoker.exchange.Header;
import dev.dormouse.invoker.execution.InvocationFacts;
import dev.dormouse.invoker.execution.InvocationFacts.StartKind;
import dev.dormouse.snapshot.InvocationId;
import dev.dormouse.snapshot.RevisionId;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes what is told about an invocation, and what the guest tells, into the head of an answer. */
final class AnswerHeaders {
    static final HeaderName RETRY_AFTER = HeaderNames.create("Retry-After");

    private static final HeaderName INVOCATION = HeaderNames.create("Dormouse-Invocation");
    private static final HeaderName REVISION = HeaderNames.create("Dormouse-Revision");
    private static final HeaderName GENERATION = HeaderNames.create("Dormouse-Generation");
    private static final HeaderName FUEL = HeaderNames.create("Dormouse-Fuel");
    private static final HeaderName SERVER_TIMING = HeaderNames.create("Server-Timing");
    private static final HeaderName START = HeaderNames.create("Dormouse-Start");
    private static final io.helidon.http.Header COLD = HeaderValues.createCached(START, "cold");
    private static final io.helidon.http.Header RESUME = HeaderValues.createCached(START, "resume");
    private static final io.helidon.http.Header WARM = HeaderValues.createCached(START, "warm");

    private final boolean timingDetail;

    /** The revision that was written last; it is often the next one too. */
    private volatile @Nullable NamedRevision lastRevision;

    /** The header that was written last of an answer with no other. */
    private volatile @Nullable GuestHeader lastOnly;

    private record NamedRevision(RevisionId id, io.helidon.http.Header header) {}

    private record GuestHeader(Header header, io.helidon.http.Header line) {}

    AnswerHeaders(boolean timingDetail) {
        this.timingDetail = timingDetail;
    }

    /** What Dormouse itself tells. Set after the guest's headers, so that a guest cannot pretend. */
    void writeFacts(ServerResponseHeaders headers, InvocationId invocation, InvocationFacts facts) {
        headers.set(once(INVOCATION, invocation.hex()));
        if (facts.revision().isPresent()) {
            headers.set(revision(facts.revision().get()));
        }
        if (facts.start().isPresent()) {
            headers.set(start(facts.start().get()));
        }
        if (facts.generation() >= 0) {
            headers.set(once(GENERATION, Long.toString(facts.generation())));
        }
        if (timingDetail) {
            headers.set(once(FUEL, Long.toString(facts.fuel())));
            headers.set(once(SERVER_TIMING, ServerTiming.of(facts)));
        }
    }

    /**
     * A header whose value no other answer has, so that HTTP/2 does not remember it. Of the kind that Helidon neither
     * copies nor writes in six pieces.
     */
    private static io.helidon.http.Header once(HeaderName name, String value) {
        return HeaderValues.createCached(name, true, false, value);
    }

    private io.helidon.http.Header revision(RevisionId id) {
        NamedRevision known = lastRevision;
        if (known == null || !known.id().equals(id)) {
            known = new NamedRevision(id, HeaderValues.createCached(REVISION, id.toString()));
            lastRevision = known;
        }
        return known.header();
    }

    private static io.helidon.http.Header start(StartKind kind) {
        return switch (kind) {
            case COLD -> COLD;
            case RESUME -> RESUME;
            case WARM -> WARM;
        };
    }

    /**
     * The guest's own headers. Framing is ours, and a line break would be a second answer: both are checked here again,
     * although the host functions refuse them, because this is the last place that can.
     *
     * @return false if a header cannot be sent
     */
    boolean writeGuest(ServerResponseHeaders headers, AnswerHead head) {
        List<Header> all = head.headers();
        if (all.size() == 1) {
            return writeOnly(headers, all.getFirst());
        }
        for (Header header : all) {
            if (!maySend(header)) {
                return false;
            }
            if (!isFraming(header.name())) {
                headers.add(HeaderValues.create(HeaderNames.create(header.name()), header.value()));
            }
        }
        return true;
    }

    /** Most answers have one header, their content type, and many the same. */
    private boolean writeOnly(ServerResponseHeaders headers, Header header) {
        GuestHeader known = lastOnly;
        if (known == null || !known.header().equals(header)) {
            if (!maySend(header)) {
                return false;
            }
            if (isFraming(header.name())) {
                return true;
            }
            known = new GuestHeader(
                    header, HeaderValues.createCached(HeaderNames.create(header.name()), header.value()));
            lastOnly = known;
        }
        headers.set(known.line());
        return true;
    }

    private static boolean maySend(Header header) {
        return isToken(header.name()) && isFieldValue(header.value());
    }

    private static boolean isFraming(String name) {
        return switch (name) {
            case "connection",
                    "content-length",
                    "keep-alive",
                    "proxy-connection",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade" -> true;
            default -> false;
        };
    }

    private static boolean isToken(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (!Tokens.isLowerTokenChar(name.charAt(i))) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static boolean isFieldValue(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < ' ' && c != '\t') || c > '~') {
                return false;
            }
        }
        return true;
    }
}
