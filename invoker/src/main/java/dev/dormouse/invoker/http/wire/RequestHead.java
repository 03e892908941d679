package dev.dormouse.invoker.http.wire;

import java.nio.charset.StandardCharsets;

/**
 * A strict automaton over the head of an HTTP/1.1 request (RFC 9112, without what it allows for old software): one blank
 * between the parts of the request line, CRLF as the only line end, no folding, no blank before a colon, exactly one
 * {@code Host}, and at most one of {@code Content-Length} and {@code Transfer-Encoding}. Remembers what frames the body.
 *
 * <p>It runs byte by byte, so that an error is known as soon as it is there and not when a line end comes that never
 * comes.
 */
final class RequestHead {
    private static final byte[] VERSION = ascii("HTTP/1.1");
    private static final byte[] OLD_VERSION = ascii("HTTP/1.0");
    private static final byte[] HOST = ascii("host");
    private static final byte[] CONTENT_LENGTH = ascii("content-length");
    private static final byte[] TRANSFER_ENCODING = ascii("transfer-encoding");
    private static final byte[] CONNECTION = ascii("connection");
    private static final byte[] UPGRADE = ascii("upgrade");
    private static final byte[] HTTP2_SETTINGS = ascii("http2-settings");
    private static final byte[] CHUNKED = ascii("chunked");
    private static final byte[] CLOSE = ascii("close");
    private static final byte[] H2C = ascii("h2c");
    private static final int MAX_LENGTH_DIGITS = 18;

    private enum Part {
        METHOD,
        TARGET,
        VERSION,
        LINE_FEED,
        FIELD,
        NAME,
        VALUE,
        FIELD_FEED,
        LAST_FEED
    }

    private final WireLimits limits;

    private Part part = Part.METHOD;
    private int partStart;
    private int lineEnd;
    private int nameStart;
    private int nameEnd;
    private int fields;
    private boolean host;
    private boolean chunked;
    private boolean close;
    private boolean upgrade;
    private boolean upgradeSettings;
    private long contentLength;

    RequestHead(WireLimits limits) {
        this.limits = limits;
        reset();
    }

    void reset() {
        part = Part.METHOD;
        partStart = 0;
        lineEnd = 0;
        nameStart = 0;
        nameEnd = 0;
        fields = 0;
        host = false;
        chunked = false;
        close = false;
        upgrade = false;
        upgradeSettings = false;
        contentLength = -1;
    }

    boolean chunked() {
        return chunked;
    }

    /** -1 if there is none. */
    long contentLength() {
        return contentLength;
    }

    boolean close() {
        return close;
    }

    /** Whether it asks for HTTP/2 in the way that has a chance. */
    boolean upgradesToHttp2() {
        return upgrade && upgradeSettings && !chunked && contentLength <= 0;
    }

    /**
     * Looks at further bytes of the head. The value of {@code Transfer-Encoding} is put into lower case in place.
     *
     * @param bytes holds the head from index 0 on
     * @param from first byte not looked at yet
     * @param to end of the bytes
     * @return index after the head; -1 if it does not end before {@code to}
     */
    int scan(byte[] bytes, int from, int to) throws FramingRefused {
        for (int i = from; i < to; i++) {
            i = passOrdinary(bytes, i, to - 1);
            if (step(bytes, i)) {
                finish(i + 1);
                return i + 1;
            }
        }
        checkSize(to);
        return -1;
    }

    /**
     * Goes on to the first byte that the present part may end with or may not have, or to the last one: most bytes of a
     * head are of targets, names and values, and only their ends need the automaton.
     */
    private int passOrdinary(byte[] bytes, int from, int last) {
        int i = from;
        switch (part) {
            case TARGET -> {
                int end = Math.min(last, limits.maxRequestLineBytes());
                while (i < end && isOfTarget(bytes[i])) {
                    i++;
                }
            }
            case NAME -> {
                while (i < last && Octets.isToken(bytes[i])) {
                    i++;
                }
            }
            case VALUE -> {
                while (i < last && isOfValue(bytes[i])) {
                    i++;
                }
            }
            default -> {
                // Short, and each byte of them counts.
            }
        }
        return i;
    }

    private static boolean isOfTarget(byte b) {
        return b > ' ' && b != 0x7f && b != '#';
    }

    private static boolean isOfValue(byte b) {
        return b < 0 || (b >= ' ' && b != 0x7f) || b == '\t';
    }

    private boolean step(byte[] bytes, int i) throws FramingRefused {
        byte b = bytes[i];
        switch (part) {
            case METHOD -> method(b, i);
            case TARGET -> target(bytes, b, i);
            case VERSION -> version(bytes, b, i);
            case LINE_FEED -> lineFeed(b, i);
            case FIELD -> field(b, i);
            case NAME -> name(b, i);
            case VALUE -> value(bytes, b, i);
            case FIELD_FEED -> fieldFeed(b);
            case LAST_FEED -> {
                expectLineFeed(b);
                return true;
            }
        }
        return false;
    }

    private void method(byte b, int i) throws FramingRefused {
        if (b == ' ' && i > 0) {
            part = Part.TARGET;
            partStart = i + 1;
        } else if (!Octets.isToken(b)) {
            throw bad("A request begins with a method of token characters and one blank");
        } else if (i >= limits.maxRequestLineBytes()) {
            throw lineTooLong();
        }
    }

    private void target(byte[] bytes, byte b, int i) throws FramingRefused {
        if (b == ' ') {
            checkTarget(bytes, i);
            part = Part.VERSION;
            partStart = i + 1;
        } else if (!isOfTarget(b)) {
            throw bad("A request target is of visible ASCII characters without '#'");
        } else if (i >= limits.maxRequestLineBytes()) {
            throw lineTooLong();
        }
    }

    private void checkTarget(byte[] bytes, int end) throws FramingRefused {
        int first = end > partStart ? bytes[partStart] : ' ';
        boolean asterisk = first == '*' && end == partStart + 1;
        if (first != '/' && first != 'h' && !asterisk) {
            throw bad("A request target begins with '/', or with http:// or https://");
        }
    }

    private void version(byte[] bytes, byte b, int i) throws FramingRefused {
        if (b == '\r') {
            if (Octets.equals(bytes, partStart, i, OLD_VERSION)) {
                throw new FramingRefused(505, "HTTP/1.0 is not spoken here. Use HTTP/1.1 or HTTP/2.");
            }
            if (!Octets.equals(bytes, partStart, i, VERSION)) {
                throw bad("A request line ends with HTTP/1.1");
            }
            part = Part.LINE_FEED;
        } else if (i - partStart >= VERSION.length || b <= ' ') {
            throw bad("A request line ends with HTTP/1.1 and CRLF");
        }
    }

    private void lineFeed(byte b, int i) throws FramingRefused {
        expectLineFeed(b);
        if (i >= limits.maxRequestLineBytes()) {
            throw lineTooLong();
        }
        lineEnd = i + 1;
        part = Part.FIELD;
    }

    private void field(byte b, int i) throws FramingRefused {
        if (b == '\r') {
            part = Part.LAST_FEED;
            return;
        }
        if (!Octets.isToken(b)) {
            throw bad("A header line begins with its name; folded lines are not accepted");
        }
        if (++fields > limits.maxHeaders()) {
            throw new FramingRefused(431, "A request has at most " + limits.maxHeaders() + " header lines.");
        }
        nameStart = i;
        part = Part.NAME;
    }

    private void name(byte b, int i) throws FramingRefused {
        if (b == ':') {
            nameEnd = i;
            partStart = i + 1;
            part = Part.VALUE;
        } else if (!Octets.isToken(b)) {
            throw bad("A header's name is of token characters and followed by a colon at once");
        }
    }

    private void value(byte[] bytes, byte b, int i) throws FramingRefused {
        if (b == '\r') {
            known(bytes, i);
            part = Part.FIELD_FEED;
        } else if (!isOfValue(b)) {
            throw bad("A header's value has no control characters, and its line ends with CRLF");
        }
    }

    private void fieldFeed(byte b) throws FramingRefused {
        expectLineFeed(b);
        part = Part.FIELD;
    }

    private static void expectLineFeed(byte b) throws FramingRefused {
        if (b != '\n') {
            throw bad("A CR is followed by a LF");
        }
    }

    /** Looks at the header whose value ends before {@code end}, if it is one that matters here. */
    private void known(byte[] bytes, int end) throws FramingRefused {
        int from = Octets.skipBlanks(bytes, partStart, end);
        int to = Octets.trimBlanks(bytes, from, end);
        switch (nameEnd - nameStart) {
            case 4 -> {
                if (named(bytes, HOST)) {
                    host(bytes, from, to);
                }
            }
            case 7 -> {
                if (named(bytes, UPGRADE)) {
                    upgrade = Octets.equalsIgnoreCase(bytes, from, to, H2C);
                }
            }
            case 10 -> {
                if (named(bytes, CONNECTION)) {
                    close |= Octets.listContains(bytes, from, to, CLOSE);
                }
            }
            case 14 -> {
                if (named(bytes, CONTENT_LENGTH)) {
                    contentLength(bytes, from, to);
                } else if (named(bytes, HTTP2_SETTINGS)) {
                    upgradeSettings = Octets.isBase64Url(bytes, from, to);
                }
            }
            case 17 -> {
                if (named(bytes, TRANSFER_ENCODING)) {
                    transferEncoding(bytes, from, to);
                }
            }
            default -> {
                // Any other header is the handler's own affair.
            }
        }
    }

    private boolean named(byte[] bytes, byte[] name) {
        return Octets.equalsIgnoreCase(bytes, nameStart, nameEnd, name);
    }

    private void host(byte[] bytes, int from, int to) throws FramingRefused {
        if (host) {
            throw bad("A request has one Host");
        }
        if (!Octets.isAuthority(bytes, from, to)) {
            throw bad("A Host is a name or an address, and perhaps a port");
        }
        host = true;
    }

    private void contentLength(byte[] bytes, int from, int to) throws FramingRefused {
        if (contentLength >= 0) {
            throw bad("A request has one Content-Length");
        }
        if (from == to || to - from > MAX_LENGTH_DIGITS) {
            throw bad("A Content-Length has 1 to " + MAX_LENGTH_DIGITS + " digits");
        }
        long length = 0;
        for (int i = from; i < to; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                throw bad("A Content-Length is of digits only");
            }
            length = length * 10 + (bytes[i] - '0');
        }
        contentLength = length;
    }

    private void transferEncoding(byte[] bytes, int from, int to) throws FramingRefused {
        if (chunked) {
            throw bad("A request has one Transfer-Encoding");
        }
        if (!Octets.equalsIgnoreCase(bytes, from, to, CHUNKED)) {
            throw new FramingRefused(501, "The only transfer coding taken here is 'chunked'.");
        }
        System.arraycopy(CHUNKED, 0, bytes, from, CHUNKED.length);
        chunked = true;
    }

    private void finish(int length) throws FramingRefused {
        checkSize(length);
        if (!host) {
            throw bad("A request has a Host");
        }
        if (chunked && contentLength >= 0) {
            throw bad("A request has a Content-Length or a Transfer-Encoding, not both");
        }
    }

    private void checkSize(int length) throws FramingRefused {
        if (lineEnd == 0) {
            if (length > limits.maxRequestLineBytes()) {
                throw lineTooLong();
            }
        } else if (length - lineEnd > limits.maxHeaderBytes()) {
            throw new FramingRefused(
                    431, "The headers of a request are at most " + limits.maxHeaderBytes() + " bytes together.");
        }
    }

    private FramingRefused lineTooLong() {
        return new FramingRefused(414, "A request line is at most " + limits.maxRequestLineBytes() + " bytes.");
    }

    private static FramingRefused bad(String rule) {
        return new FramingRefused(400, rule + "; this request is not so. The connection is closed.");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
