package dev.dormouse.invoker.http.wire;

import dev.dormouse.snapshot.Ticker;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/2, from the client's side. Frames pass as they come; what they mean is checked behind. Here it is counted that not
 * too many of them carry nothing, and data frames that are empty and end nothing are left out, because the server behind
 * takes one for the end of its stream.
 */
final class Http2Framing implements Framing {
    static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final int HEADER_BYTES = 9;
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int PRIORITY = 2;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GO_AWAY = 7;
    private static final int WINDOW_UPDATE = 8;
    private static final int CONTINUATION = 9;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final int maxControlFrames;
    private final Ticker ticker;
    private final IntConsumer onReset;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final byte[] header = new byte[HEADER_BYTES];

    private byte @Nullable [] fed;
    private int prefaceLeft = PREFACE.length;
    private int headerBytes;
    private int payloadLeft;
    private boolean inHeaderBlock;
    private long frames;
    private long frameBytes;
    private long windowStart;
    private int controlFrames;

    /** @param onReset told of each stream that the client has reset */
    Http2Framing(int maxControlFrames, Ticker ticker, IntConsumer onReset) {
        this.maxControlFrames = maxControlFrames;
        this.ticker = ticker;
        this.onReset = onReset;
        this.windowStart = ticker.nanos();
    }

    @Override
    public void feed(byte[] bytes) {
        if (fed != null) {
            throw new IllegalStateException("The bytes fed before were not taken.");
        }
        fed = bytes;
    }

    @Override
    public byte @Nullable [] next() throws FramingRefused {
        byte[] bytes = fed;
        if (bytes == null) {
            return null;
        }
        fed = null;
        pass(bytes);
        byte[] passed = out.toByteArray();
        out.reset();
        return passed.length == 0 ? null : passed;
    }

    private void pass(byte[] bytes) throws FramingRefused {
        int i = 0;
        while (i < bytes.length) {
            if (prefaceLeft > 0) {
                int count = Math.min(prefaceLeft, bytes.length - i);
                out.write(bytes, i, count);
                prefaceLeft -= count;
                i += count;
            } else if (payloadLeft > 0) {
                int count = Math.min(payloadLeft, bytes.length - i);
                out.write(bytes, i, count);
                payloadLeft -= count;
                frameBytes += count;
                i += count;
            } else {
                header[headerBytes++] = bytes[i++];
                if (headerBytes == HEADER_BYTES) {
                    headerBytes = 0;
                    frame();
                }
            }
        }
    }

    private void frame() throws FramingRefused {
        int length = (header[0] & 0xff) << 16 | (header[1] & 0xff) << 8 | (header[2] & 0xff);
        int type = header[3] & 0xff;
        int flags = header[4] & 0xff;
        boolean empty = length == 0;
        if (carriesNothing(type, empty, flags)) {
            countControlFrame();
        }
        if (type == RST_STREAM) {
            onReset.accept(stream());
        }
        if (type == HEADERS || type == CONTINUATION) {
            inHeaderBlock = (flags & END_HEADERS) == 0;
        }
        if (type == DATA && empty && (flags & END_STREAM) == 0) {
            return;
        }
        out.write(header, 0, HEADER_BYTES);
        payloadLeft = length;
        frames++;
        frameBytes = 0;
    }

    private int stream() {
        return (header[5] & 0x7f) << 24 | (header[6] & 0xff) << 16 | (header[7] & 0xff) << 8 | (header[8] & 0xff);
    }

    private static boolean carriesNothing(int type, boolean empty, int flags) {
        return switch (type) {
            case DATA -> empty && (flags & END_STREAM) == 0;
            case CONTINUATION -> empty;
            case HEADERS, WINDOW_UPDATE -> false;
            case PRIORITY, RST_STREAM, SETTINGS, PING, GO_AWAY -> true;
            default -> true;
        };
    }

    private void countControlFrame() throws FramingRefused {
        long now = ticker.nanos();
        if (now - windowStart > WINDOW_NANOS) {
            windowStart = now;
            controlFrames = 0;
        }
        if (++controlFrames > maxControlFrames) {
            throw new FramingRefused(
                    400, "A connection sends at most " + maxControlFrames + " control frames within ten seconds.");
        }
    }

    @Override
    public Phase phase() {
        if (prefaceLeft > 0 || inHeaderBlock) {
            return Phase.HEAD;
        }
        return headerBytes > 0 || payloadLeft > 0 ? Phase.BODY : Phase.IDLE;
    }

    @Override
    public boolean holdsBytes() {
        return fed != null || headerBytes > 0;
    }

    @Override
    public long bodies() {
        return frames;
    }

    @Override
    public long bodyBytes() {
        return frameBytes;
    }

    @Override
    public boolean ended() {
        return false;
    }
}
