package dev.dormouse.invoker.http.wire;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1, from the client's side. A head is returned only when it is whole and acceptable; a body is returned as it
 * comes. After an upgrade that the server may have accepted, the preface of HTTP/2 hands over to {@link Http2Framing}.
 */
final class Http1Framing implements Framing {
    private static final byte[] NOTHING = new byte[0];

    private enum Mode {
        HEAD,
        LENGTH,
        CHUNKED,
        UPGRADED
    }

    private final WireLimits limits;
    private final RequestHead head;
    private final Http2Framing http2;

    private Mode mode = Mode.HEAD;
    /** Bytes {@code 0} to {@code end} are held; those before {@code scanned} were looked at. */
    private byte[] held = NOTHING;

    private int end;
    private int scanned;
    private long bodyLeft;
    private long bodies;
    private long bodyBytes;
    private @Nullable ChunkedBody chunked;
    private boolean mayUpgrade;
    private boolean ends;
    private boolean emptyLineSkipped;

    Http1Framing(WireLimits limits, Http2Framing http2) {
        this.limits = limits;
        this.head = new RequestHead(limits);
        this.http2 = http2;
    }

    @Override
    public void feed(byte[] bytes) {
        if (mode == Mode.UPGRADED) {
            http2.feed(bytes);
        } else if (end == 0) {
            held = bytes;
            end = bytes.length;
        } else {
            if (held.length - end < bytes.length) {
                held = Arrays.copyOf(held, Math.max(end + bytes.length, 2 * held.length));
            }
            System.arraycopy(bytes, 0, held, end, bytes.length);
            end += bytes.length;
        }
    }

    @Override
    public byte @Nullable [] next() throws FramingRefused {
        return switch (mode) {
            case HEAD -> nextHead();
            case LENGTH -> end == 0 ? null : nextOfLength();
            case CHUNKED -> end == 0 ? null : nextChunk();
            case UPGRADED -> http2.next();
        };
    }

    private byte @Nullable [] nextHead() throws FramingRefused {
        if (mayUpgrade && scanned == 0 && startsPreface()) {
            return nextPreface();
        }
        if (!skipEmptyLine()) {
            return null;
        }
        int headEnd = head.scan(held, scanned, end);
        if (headEnd < 0) {
            scanned = end;
            return null;
        }
        ends |= head.close();
        mayUpgrade = head.upgradesToHttp2();
        emptyLineSkipped = false;
        return headAndBody(headEnd);
    }

    /** One empty line before a request is forgiven (RFC 9112, 2.2). False if more bytes are needed to tell. */
    private boolean skipEmptyLine() {
        if (scanned != 0 || emptyLineSkipped || end == 0 || held[0] != '\r') {
            return end > 0;
        }
        if (end == 1) {
            return false;
        }
        if (held[1] == '\n') {
            drop(2);
            emptyLineSkipped = true;
        }
        return end > 0;
    }

    private byte[] headAndBody(int headEnd) {
        bodies++;
        bodyBytes = 0;
        if (head.chunked()) {
            chunked = new ChunkedBody(limits.maxTrailerBytes());
            mode = Mode.CHUNKED;
        } else if (head.contentLength() > 0) {
            bodyLeft = head.contentLength();
            mode = Mode.LENGTH;
        }
        head.reset();
        scanned = 0;
        return mode == Mode.LENGTH ? take(headEnd + ofBody(end - headEnd)) : take(headEnd);
    }

    private byte[] nextOfLength() {
        return take(ofBody(end));
    }

    private int ofBody(int available) {
        int count = (int) Math.min(bodyLeft, available);
        bodyLeft -= count;
        bodyBytes += count;
        if (bodyLeft == 0) {
            mode = Mode.HEAD;
        }
        return count;
    }

    private byte @Nullable [] nextChunk() throws FramingRefused {
        ChunkedBody body = chunked;
        if (body == null) {
            throw new IllegalStateException("There is no chunked body.");
        }
        int taken = body.pass(held, 0, end);
        drop(taken);
        bodyBytes = body.bodyBytes();
        if (body.done()) {
            chunked = null;
            mode = Mode.HEAD;
        }
        byte[] anew = body.take();
        return anew.length == 0 ? null : anew;
    }

    private boolean startsPreface() {
        int count = Math.min(end, Http2Framing.PREFACE.length);
        return count > 0 && Arrays.equals(held, 0, count, Http2Framing.PREFACE, 0, count);
    }

    private byte @Nullable [] nextPreface() throws FramingRefused {
        if (end < Http2Framing.PREFACE.length) {
            return null;
        }
        mode = Mode.UPGRADED;
        http2.feed(take(end));
        return http2.next();
    }

    /** Takes the first {@code count} bytes, without a copy if they are all there is. */
    private byte[] take(int count) {
        if (count == end && count == held.length) {
            byte[] all = held;
            held = NOTHING;
            end = 0;
            return all;
        }
        byte[] taken = Arrays.copyOf(held, count);
        drop(count);
        return taken;
    }

    private void drop(int count) {
        if (count == end) {
            held = NOTHING;
            end = 0;
        } else if (count > 0) {
            held = Arrays.copyOfRange(held, count, end);
            end -= count;
        }
    }

    @Override
    public Phase phase() {
        return switch (mode) {
            case HEAD -> end == 0 ? Phase.IDLE : Phase.HEAD;
            case LENGTH, CHUNKED -> Phase.BODY;
            case UPGRADED -> http2.phase();
        };
    }

    @Override
    public boolean holdsBytes() {
        return end > 0 || (mode == Mode.UPGRADED && http2.holdsBytes());
    }

    @Override
    public long bodies() {
        return mode == Mode.UPGRADED ? bodies + http2.bodies() : bodies;
    }

    @Override
    public long bodyBytes() {
        return mode == Mode.UPGRADED ? http2.bodyBytes() : bodyBytes;
    }

    @Override
    public boolean ended() {
        return mode == Mode.HEAD && ends;
    }

    /** Whether HTTP/2 is spoken since an upgrade. */
    boolean upgraded() {
        return mode == Mode.UPGRADED;
    }
}
