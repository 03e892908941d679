package dev.dormouse.invoker.host;

import dev.dormouse.invoker.exchange.AnswerHead;
import dev.dormouse.invoker.exchange.Header;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Standard output of a command as an answer: an optional block of headers (RFC 3875, section 6), then the body.
 *
 * <p>The block is recognised byte by byte. Until its empty line has come everything is held back; if a line is no header,
 * or the block is longer than a head may be, or the output ends before the empty line, then there was no block and all of
 * it is body. A body that fits the buffer is held until the command ends, so that its failure can still be told by the
 * status; a longer one goes out as it comes.
 */
final class CgiOutput {
    private static final int BUFFER_BYTES = 64 << 10;
    private static final int FIRST_BYTES = 512;
    private static final int FOUND = 302;

    /** Where in the output the next byte stands. */
    private enum Place {
        LINE_START,
        NAME,
        VALUE,
        EMPTY_LINE,
        BODY
    }

    private final Answer answer;
    private final int maxHeadBytes;
    private Place place = Place.LINE_START;
    private byte[] held = {};
    private int length;
    private int lineStart;

    CgiOutput(Answer answer, int maxHeadBytes) {
        this.answer = answer;
        this.maxHeadBytes = maxHeadBytes;
    }

    void write(Slice bytes) {
        int at = bytes.from();
        int end = bytes.from() + bytes.length();
        while (at < end && place != Place.BODY) {
            step(bytes.array()[at++]);
        }
        if (at < end) {
            writeBody(new Slice(bytes.array(), at, end - at));
        }
    }

    /** Sends what is held of the body, and the head before it. Does nothing while a header block may still come. */
    void flush() {
        if (place == Place.BODY) {
            answer.send(takeHeld());
        }
    }

    /** What is left to send when the command has ended. */
    Slice rest() {
        return takeHeld();
    }

    private void step(byte next) {
        hold(next);
        if (length > maxHeadBytes) {
            place = Place.BODY;
            return;
        }
        place = switch (place) {
            case LINE_START -> afterLineStart(next);
            case NAME -> afterName(next);
            case VALUE -> next == '\n' ? nextLine() : Place.VALUE;
            case EMPTY_LINE -> next == '\n' && lineStart > 0 ? endHead() : Place.BODY;
            case BODY -> Place.BODY;
        };
    }

    private Place afterLineStart(byte next) {
        if (next == '\r') {
            return Place.EMPTY_LINE;
        }
        if (next == '\n') {
            return lineStart > 0 ? endHead() : Place.BODY;
        }
        return HeaderRules.isTokenCharacter(next) ? Place.NAME : Place.BODY;
    }

    private static Place afterName(byte next) {
        if (next == ':') {
            return Place.VALUE;
        }
        return HeaderRules.isTokenCharacter(next) ? Place.NAME : Place.BODY;
    }

    private Place nextLine() {
        lineStart = length;
        return Place.LINE_START;
    }

    /** All that is held is a header block; it becomes the head of the answer. */
    private Place endHead() {
        List<Header> headers = new ArrayList<>();
        int status = 0;
        String block = new String(held, 0, lineStart, StandardCharsets.ISO_8859_1);
        for (int start = 0; start < lineStart; start = block.indexOf('\n', start) + 1) {
            int colon = block.indexOf(':', start);
            String name = block.substring(start, colon);
            int end = block.indexOf('\n', colon);
            String value = block.substring(colon + 1, block.charAt(end - 1) == '\r' ? end - 1 : end);
            if (name.equalsIgnoreCase("status")) {
                status = status(value);
            } else {
                HeaderRules.add(headers, name, value);
            }
        }
        answer.head(new AnswerHead(status == 0 ? defaultStatus(headers) : status, headers));
        length = 0;
        return Place.BODY;
    }

    /** Reads {@code 404 Not Found}; the words are for people. */
    private static int status(String value) {
        String text = value.strip();
        int blank = text.indexOf(' ');
        String number = blank < 0 ? text : text.substring(0, blank);
        boolean digits = number.length() == 3 && number.chars().allMatch(c -> c >= '0' && c <= '9');
        return HeaderRules.status(digits ? Integer.parseInt(number) : -1);
    }

    /** RFC 3875, 6.2.3: an answer with a location and no status redirects. */
    private static int defaultStatus(List<Header> headers) {
        boolean redirects = headers.stream().anyMatch(header -> header.name().equals("location"));
        return redirects ? FOUND : 200;
    }

    private void writeBody(Slice bytes) {
        if (answer.begun()) {
            answer.send(bytes);
            return;
        }
        if (bytes.length() > BUFFER_BYTES - length) {
            answer.send(takeHeld());
            answer.send(bytes);
            return;
        }
        grow(bytes.length());
        System.arraycopy(bytes.array(), bytes.from(), held, length, bytes.length());
        length += bytes.length();
    }

    private void hold(byte next) {
        grow(1);
        held[length++] = next;
    }

    private void grow(int more) {
        if (length + more > held.length) {
            held = Arrays.copyOf(held, Math.max(FIRST_BYTES, Math.max(length + more, held.length * 2)));
        }
    }

    private Slice takeHeld() {
        Slice taken = new Slice(held, 0, length);
        length = 0;
        return taken;
    }
}
