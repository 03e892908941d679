package dev.dormouse.invoker.host;

import dev.dormouse.invoker.exchange.Header;
import dev.dormouse.invoker.wasm.GuestStop;
import dev.dormouse.snapshot.Excerpt;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which status and headers a guest may give to its answer. */
final class HeaderRules {
    private static final int MIN_STATUS = 200;
    private static final int MAX_STATUS = 599;
    private static final int MAX_HEADERS = 100;

    /** What says where the answer ends and how it travels: known to the trigger alone. */
    private static final Set<String> OF_THE_TRIGGER = Set.of(
            "connection",
            "content-length",
            "keep-alive",
            "proxy-connection",
            "server-timing",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private static final String OF_THE_RUNTIME = "dormouse-";

    private HeaderRules() {}

    /** Traps unless a guest may give this status. */
    static int status(long status) {
        if (status < MIN_STATUS || status > MAX_STATUS) {
            throw GuestStop.trap("The status of an answer is " + MIN_STATUS + " to " + MAX_STATUS + "; the guest gave "
                    + status + ".");
        }
        return (int) status;
    }

    /**
     * Adds a header of the guest, or leaves it out if it is not the guest's to set. Traps if it is not a header or one
     * too many.
     */
    static void add(List<Header> headers, String name, String value) {
        if (!isToken(name)) {
            throw GuestStop.trap("The name of a header is letters, digits and !#$%&'*+-.^_`|~; the guest gave '"
                    + Excerpt.of(name) + "'.");
        }
        String lowerCase = name.toLowerCase(Locale.ROOT);
        String stripped = withoutBlanks(value);
        if (!isFieldValue(stripped)) {
            throw GuestStop.trap("The value of a header is printable ASCII on one line; that of '"
                    + Excerpt.of(lowerCase) + "' is '" + Excerpt.of(stripped) + "'. Percent-encode other characters.");
        }
        if (OF_THE_TRIGGER.contains(lowerCase) || lowerCase.startsWith(OF_THE_RUNTIME)) {
            return;
        }
        if (headers.size() == MAX_HEADERS) {
            throw GuestStop.trap(
                    "An answer has at most " + MAX_HEADERS + " headers; '" + Excerpt.of(lowerCase) + "' is one more.");
        }
        headers.add(new Header(lowerCase, stripped));
    }

    /** Whether {@code text} may be the name of a header or of a part of a media type. */
    static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isTokenCharacter(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    static boolean isTokenCharacter(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
    }

    private static String withoutBlanks(String value) {
        int start = 0;
        int end = value.length();
        while (start < end && isBlank(value.charAt(start))) {
            start++;
        }
        while (start < end && isBlank(value.charAt(end - 1))) {
            end--;
        }
        return value.substring(start, end);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private static boolean isFieldValue(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c != '\t' && (c < ' ' || c > '~')) {
                return false;
            }
        }
        return true;
    }
}
