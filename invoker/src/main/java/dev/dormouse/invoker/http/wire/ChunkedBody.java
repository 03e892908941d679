package dev.dormouse.invoker.http.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A strict automaton over a chunked body that writes it anew: the same bytes in chunks that are never larger than what
 * one read gave, without extensions and trailers. So the parser behind sees one simple form and never waits for, or
 * holds, a chunk of a size that the client chose.
 */
final class ChunkedBody {
    private static final byte[] CRLF = {'\r', '\n'};
    private static final byte[] END = {'0', '\r', '\n', '\r', '\n'};
    private static final int MAX_SIZE_DIGITS = 15;
    private static final int MAX_EXTENSION_BYTES = 4 << 10;

    private enum Part {
        SIZE,
        EXTENSION,
        SIZE_FEED,
        DATA,
        DATA_RETURN,
        DATA_FEED,
        TRAILER,
        TRAILER_LINE,
        TRAILER_FEED,
        LAST_FEED,
        DONE
    }

    private final int maxTrailerBytes;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private Part part = Part.SIZE;
    private int digits;
    private int extensionBytes;
    private int trailerBytes;
    private long left;
    private long bodyBytes;

    ChunkedBody(int maxTrailerBytes) {
        this.maxTrailerBytes = maxTrailerBytes;
    }

    boolean done() {
        return part == Part.DONE;
    }

    /** How many bytes of the body itself have passed. */
    long bodyBytes() {
        return bodyBytes;
    }

    /**
     * Passes bytes until their end or that of the body.
     *
     * @return index of the first byte that was not taken
     */
    int pass(byte[] bytes, int from, int to) throws FramingRefused {
        int i = from;
        while (i < to && part != Part.DONE) {
            if (part == Part.DATA) {
                i += data(bytes, i, to);
            } else {
                step(bytes[i++]);
            }
        }
        return i;
    }

    /** Takes what was written anew; may be empty. */
    byte[] take() {
        byte[] taken = out.toByteArray();
        out.reset();
        return taken;
    }

    private int data(byte[] bytes, int from, int to) {
        int count = (int) Math.min(left, to - from);
        out.writeBytes(Integer.toHexString(count).getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(CRLF);
        out.write(bytes, from, count);
        out.writeBytes(CRLF);
        bodyBytes += count;
        left -= count;
        if (left == 0) {
            part = Part.DATA_RETURN;
        }
        return count;
    }

    private void step(byte b) throws FramingRefused {
        switch (part) {
            case SIZE -> size(b);
            case EXTENSION -> extension(b);
            case SIZE_FEED -> sizeFeed(b);
            case DATA_RETURN -> expect(b, '\r', Part.DATA_FEED);
            case DATA_FEED -> expect(b, '\n', Part.SIZE);
            case TRAILER -> trailer(b);
            case TRAILER_LINE -> trailerLine(b);
            case TRAILER_FEED -> expect(b, '\n', Part.TRAILER);
            case LAST_FEED -> lastFeed(b);
            case DATA, DONE -> throw new IllegalStateException("Not stepped through: " + part);
        }
    }

    private void size(byte b) throws FramingRefused {
        int digit = Octets.hexDigit(b);
        if (digit >= 0 && digits < MAX_SIZE_DIGITS) {
            left = left << 4 | digit;
            digits++;
        } else if (digits == 0 || digit >= 0) {
            throw bad("A chunk's size has 1 to " + MAX_SIZE_DIGITS + " hexadecimal digits and nothing before them");
        } else if (b == '\r') {
            part = Part.SIZE_FEED;
        } else if (b == ';') {
            part = Part.EXTENSION;
        } else {
            throw bad("A chunk's size is followed by CRLF or by a semicolon");
        }
    }

    private void extension(byte b) throws FramingRefused {
        if (b == '\r') {
            part = Part.SIZE_FEED;
        } else if (isControl(b) || ++extensionBytes > MAX_EXTENSION_BYTES) {
            throw bad("Chunk extensions have no control characters and are at most " + MAX_EXTENSION_BYTES
                    + " bytes in a body");
        }
    }

    private void sizeFeed(byte b) throws FramingRefused {
        digits = 0;
        expect(b, '\n', left == 0 ? Part.TRAILER : Part.DATA);
    }

    private void trailer(byte b) throws FramingRefused {
        if (b == '\r') {
            part = Part.LAST_FEED;
        } else if (Octets.isToken(b)) {
            part = Part.TRAILER_LINE;
        } else {
            throw bad("A trailer line begins with its name");
        }
    }

    private void trailerLine(byte b) throws FramingRefused {
        if (b == '\r') {
            part = Part.TRAILER_FEED;
        } else if (isControl(b) || ++trailerBytes > maxTrailerBytes) {
            throw bad("Trailers have no control characters and are at most " + maxTrailerBytes + " bytes");
        }
    }

    private void lastFeed(byte b) throws FramingRefused {
        expect(b, '\n', Part.DONE);
        out.writeBytes(END);
    }

    private void expect(byte b, char expected, Part next) throws FramingRefused {
        if (b != expected) {
            throw bad("Lines and chunks end with CRLF");
        }
        part = next;
    }

    private static boolean isControl(byte b) {
        return (b >= 0 && b < ' ' && b != '\t') || b == 0x7f;
    }

    private static FramingRefused bad(String rule) {
        return new FramingRefused(400, rule + "; this body is not so. The connection is closed.");
    }
}
