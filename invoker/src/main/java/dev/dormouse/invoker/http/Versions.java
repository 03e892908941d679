package dev.dormouse.invoker.http;

import dev.dormouse.invoker.registry.Precondition;
import dev.dormouse.snapshot.Excerpt;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerRequest;

/** Versions as entity tags, and conditions on them as the registry knows them. */
final class Versions {
    private static final int MAX_DIGITS = 18;

    private Versions() {}

    static Header tag(long version) {
        return HeaderValues.create(HeaderNames.ETAG, "\"" + version + "\"");
    }

    /** What a change is conditional on. */
    static Precondition precondition(ServerRequest request) {
        boolean match = request.headers().contains(HeaderNames.IF_MATCH);
        boolean noneMatch = request.headers().contains(HeaderNames.IF_NONE_MATCH);
        if (match && noneMatch) {
            throw Failure.badInput("A change has If-Match or If-None-Match, not both; leave one out.");
        }
        if (match) {
            String value = value(request, HeaderNames.IF_MATCH);
            return value.equals("*") ? new Precondition.Present() : new Precondition.AtVersion(version(value));
        }
        if (noneMatch) {
            if (!value(request, HeaderNames.IF_NONE_MATCH).equals("*")) {
                throw Failure.badInput("With a change, If-None-Match is '*', which means: only if there is none yet.");
            }
            return new Precondition.Absent();
        }
        return new Precondition.None();
    }

    /** Whether the caller of a GET has this version already. */
    static boolean isKnown(ServerRequest request, long version) {
        if (!request.headers().contains(HeaderNames.IF_NONE_MATCH)) {
            return false;
        }
        String tag = "\"" + version + "\"";
        for (String value : request.headers().get(HeaderNames.IF_NONE_MATCH).allValues()) {
            for (String part : value.split(",", -1)) {
                String stripped = part.strip();
                if (stripped.equals("*") || stripped.equals(tag) || stripped.equals("W/" + tag)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String value(ServerRequest request, HeaderName name) {
        return request.headers().get(name).get().strip();
    }

    private static long version(String tag) {
        int end = tag.length() - 1;
        boolean quoted = end >= 2 && end - 1 <= MAX_DIGITS && tag.charAt(0) == '"' && tag.charAt(end) == '"';
        for (int i = 1; quoted && i < end; i++) {
            quoted = tag.charAt(i) >= '0' && tag.charAt(i) <= '9';
        }
        if (!quoted) {
            throw Failure.badInput("An If-Match is one ETag as it was given, such as \"7\", or '*'; this one is '"
                    + Excerpt.of(tag) + "'.");
        }
        return Long.parseLong(tag, 1, end, 10);
    }
}
