package dev.dormouse.invoker.http.wire;

import dev.dormouse.invoker.http.wire.Framing.Phase;
import dev.dormouse.snapshot.Ticker;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.concurrency.limits.FixedLimit;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.http.http2.Http2ErrorCode;
import io.helidon.http.http2.Http2Exception;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One connection. Its own thread reads; with HTTP/1.1 the same thread runs the handler, with HTTP/2 each stream has one.
 * The {@link Watchdog}'s thread looks at the volatile fields and closes the socket when something is late: that ends
 * every wait on it.
 */
final class GuardedConnection implements ServerConnection, InterruptableTask<Void> {
    private static final byte[] NOTHING = new byte[0];
    private static final byte[] TOO_SLOW =
            answer("408 Request Timeout", "request-timeout", "The request came too slowly");
    private static final byte[] TOO_MANY =
            answer("503 Service Unavailable\r\nRetry-After: 1", "overloaded", "The service is at its limit");
    private static final int MAX_LINGER_READS = 256;

    private final ConnectionContext context;
    private final WireLimits limits;
    private final Ticker ticker;
    private final Watchdog watchdog;
    private final ServerConnectionSelector http1;
    private final ServerConnectionSelector http2;
    private final Inbound inbound;
    private final WaitingCallers callers;
    private final GuardedWriter writer;
    private final BodyPace bodyPace;
    private final AtomicInteger running = new AtomicInteger();
    private final Set<StreamWait> streamWaits = ConcurrentHashMap.newKeySet();

    // Of the connection's own thread.
    private Framing framing;
    /** Of the head that is read; none before somebody waits for the rest of it. */
    private long headDeadline;

    private boolean first = true;
    private long bodies;
    private long bodyBytes;
    private boolean refused;
    private boolean eof;

    // Of the watchdog's thread.
    private boolean expired;

    // Seen by the watchdog and by the threads of streams.
    private volatile long readDeadline = Deadline.NONE;
    private volatile long endDeadline = Deadline.NONE;
    private volatile boolean readingHead;
    private volatile boolean idle;
    private volatile long idleSince;
    private volatile boolean speaksHttp2;
    private volatile boolean ending;
    private volatile boolean over;
    private volatile @Nullable ServerConnection protocol;
    private volatile @Nullable Thread thread;

    GuardedConnection(
            ConnectionContext context,
            WireLimits limits,
            Ticker ticker,
            Watchdog watchdog,
            ServerConnectionSelector http1,
            ServerConnectionSelector http2) {
        this.context = context;
        this.limits = limits;
        this.ticker = ticker;
        this.watchdog = watchdog;
        this.http1 = http1;
        this.http2 = http2;
        this.inbound = new Inbound(context.serverSocket());
        this.callers = new WaitingCallers(inbound);
        this.writer = new GuardedWriter(context.dataWriter(), ticker, limits);
        this.bodyPace = new BodyPace(limits);
        this.framing = new Http1Framing(limits, http2Framing());
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
        thread = Thread.currentThread();
        headDeadline = Deadline.in(ticker.nanos(), limits.headTimeout().toNanos());
        boolean room = watchdog.watch(this);
        try {
            if (!room) {
                refuse();
            } else if (identify()) {
                speak(limit);
            }
        } finally {
            over = true;
            streamWaits.forEach(StreamWait::expire);
            callers.allLeft();
            linger();
            watchdog.forget(this, room);
        }
    }

    @Override
    @SuppressWarnings("removal") // the interface still has it
    public void handle(Semaphore semaphore) throws InterruptedException {
        handle(FixedLimit.create(semaphore));
    }

    private void speak(Limit limit) throws InterruptedException {
        var guarded = new GuardedContext(context, new DataReader(this::supply), writer, new Peer(this, context));
        ServerConnection spoken = (speaksHttp2 ? http2 : http1).connection(guarded);
        protocol = spoken;
        spoken.handle(limit);
    }

    /** Finds out which protocol is spoken. False if the connection ended before that. */
    private boolean identify() {
        if (context.serverSocket().protocolNegotiated()) {
            if (context.serverSocket().protocol().equals("h2")) {
                speakHttp2();
            }
            return true;
        }
        byte[] begin = NOTHING;
        while (begin.length < Http2Framing.PREFACE.length) {
            byte[] bytes = read(Phase.HEAD);
            if (bytes == null) {
                return false;
            }
            begin = begin.length == 0 ? bytes : concat(begin, bytes);
            int count = Math.min(begin.length, Http2Framing.PREFACE.length);
            if (!Arrays.equals(begin, 0, count, Http2Framing.PREFACE, 0, count)) {
                framing.feed(begin);
                return true;
            }
        }
        speakHttp2();
        framing.feed(begin);
        return true;
    }

    private void speakHttp2() {
        framing = http2Framing();
        speaksHttp2 = true;
    }

    private Http2Framing http2Framing() {
        return new Http2Framing(limits.maxControlFrames(), ticker, callers::left);
    }

    private static byte[] concat(byte[] left, byte[] right) {
        byte[] both = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, both, left.length, right.length);
        return both;
    }

    /** Gives Helidon the next bytes; null at the end. */
    private byte @Nullable [] supply() {
        while (!ending && !framing.ended()) {
            byte[] checked = check();
            if (checked != null) {
                first = false;
                return checked;
            }
            byte[] bytes = read(framing.phase());
            if (bytes == null) {
                return null;
            }
            framing.feed(bytes);
        }
        return null;
    }

    private byte @Nullable [] check() {
        try {
            byte[] checked = framing.next();
            noteProgress();
            return checked;
        } catch (FramingRefused e) {
            refused = true;
            if (isHttp2()) {
                throw new Http2Exception(Http2ErrorCode.ENHANCE_YOUR_CALM, e.text());
            }
            throw RequestException.builder()
                    .type(EventType.BAD_REQUEST)
                    .status(Status.create(e.status()))
                    .setKeepAlive(false)
                    .message(e.text())
                    .safeMessage(true)
                    .build();
        }
    }

    private void noteProgress() {
        if (!speaksHttp2 && framing instanceof Http1Framing upgradable && upgradable.upgraded()) {
            speaksHttp2 = true;
        }
        if (framing.bodies() != bodies) {
            bodies = framing.bodies();
            bodyBytes = 0;
            bodyPace.restart();
        }
        bodyPace.came(framing.bodyBytes() - bodyBytes);
        bodyBytes = framing.bodyBytes();
    }

    /** Waits for bytes, no longer than {@code phase} allows. */
    private byte @Nullable [] read(Phase phase) {
        long began = ticker.nanos();
        beginWait(phase, began);
        try {
            byte[] bytes = inbound.read();
            eof |= bytes == null;
            return bytes;
        } catch (UncheckedIOException e) {
            eof = true;
            throw new ServerConnectionException("The connection failed while it was read.", e);
        } finally {
            readDeadline = Deadline.NONE;
            idle = false;
            readingHead = false;
            if (phase == Phase.BODY) {
                bodyPace.waited(ticker.nanos() - began);
            }
        }
    }

    private void beginWait(Phase phase, long now) {
        switch (phase) {
            case IDLE -> {
                if (first) {
                    readDeadline = headDeadline;
                } else {
                    headDeadline = Deadline.NONE;
                    beginIdle(now);
                }
            }
            case HEAD -> {
                readingHead = !isHttp2() && framing.holdsBytes();
                if (headDeadline == Deadline.NONE) {
                    headDeadline = Deadline.in(now, limits.headTimeout().toNanos());
                }
                readDeadline = headDeadline;
            }
            case BODY -> readDeadline = Deadline.in(now, bodyPace.allowedNanos());
        }
    }

    private void beginIdle(long now) {
        if (isHttp2()) {
            idleSince = now;
            idle = true;
        } else {
            readDeadline = Deadline.in(now, limits.idleTimeout().toNanos());
        }
    }

    /** Called by the watchdog. */
    void expireIfLate(long now) {
        boolean idleTooLong = idle
                && running.get() == 0
                && now - idleSince > limits.idleTimeout().toNanos();
        boolean endTooLong = Deadline.passed(endDeadline, now);
        if (Deadline.passed(readDeadline, now) || idleTooLong || endTooLong || writer.late(now)) {
            expire(readingHead);
        }
        for (StreamWait wait : streamWaits) {
            wait.expireIfLate(now);
        }
        callers.look();
    }

    private void expire(boolean answerable) {
        if (expired) {
            return;
        }
        expired = true;
        // Closing may wait for a write that is stuck, so not on the watchdog's thread.
        Thread.startVirtualThread(() -> {
            if (answerable) {
                tell(TOO_SLOW);
            }
            abort();
        });
    }

    private void tell(byte[] answer) {
        try {
            context.dataWriter().writeNow(BufferData.create(answer));
        } catch (RuntimeException e) {
            // It is closed anyway, and who does not listen is not told.
        }
    }

    /** Tells a connection that is one too many; waits a moment for its request, so that the answer is not lost. */
    private void refuse() {
        readDeadline = Deadline.in(ticker.nanos(), limits.linger().toNanos());
        try {
            eof = inbound.read() == null;
        } catch (RuntimeException e) {
            eof = true;
        } finally {
            readDeadline = Deadline.NONE;
        }
        if (!eof) {
            refused = true;
            tell(TOO_MANY);
        }
    }

    /**
     * Reads on for a moment where the client has sent, or still sends, what nobody read: closing a socket with unread
     * bytes resets it, and the answer would be lost on its way.
     */
    private void linger() {
        boolean unread = refused || ending || framing.holdsBytes() || framing.phase() == Phase.BODY;
        if (eof || !unread) {
            return;
        }
        readDeadline = Deadline.in(ticker.nanos(), limits.linger().toNanos());
        try {
            for (int i = 0; i < MAX_LINGER_READS; i++) {
                if (inbound.read() == null) {
                    return;
                }
            }
        } catch (RuntimeException e) {
            // Closed by the other side or by the watchdog: as intended.
        } finally {
            readDeadline = Deadline.NONE;
        }
    }

    boolean isHttp2() {
        return speaksHttp2;
    }

    void requestBegins() {
        running.incrementAndGet();
    }

    void requestEnds() {
        if (isHttp2()) {
            idleSince = ticker.nanos();
        }
        running.decrementAndGet();
    }

    void callerWaits(int request, Runnable left) {
        if (isHttp2()) {
            callers.add(request, left);
            if (over) {
                left.run();
            }
        } else {
            callers.add(left);
        }
    }

    void callerWaitsNoMore(int request) {
        callers.remove(request);
    }

    void endAfterThis() {
        ending = true;
        // The reader may be stuck with what nobody takes.
        endDeadline = Deadline.in(ticker.nanos(), 2 * limits.linger().toNanos());
    }

    private void abort() {
        try {
            context.serverSocket().close();
        } catch (RuntimeException e) {
            // It was closed already.
        }
    }

    BodyPace newPace() {
        return new BodyPace(limits);
    }

    /** Reads a body: with HTTP/1.1 the pace is kept where the socket is read, with HTTP/2 here. */
    int readBody(InputStream body, BodyPace pace, byte[] bytes, int offset, int length) throws IOException {
        if (!isHttp2()) {
            return body.read(bytes, offset, length);
        }
        long began = ticker.nanos();
        var wait = new StreamWait(began + pace.allowedNanos());
        streamWaits.add(wait);
        if (over) {
            wait.expire();
        }
        int count;
        try {
            count = body.read(bytes, offset, length);
        } catch (RuntimeException e) {
            if (end(wait)) {
                throw new BodyTooSlow();
            }
            throw e;
        }
        if (end(wait)) {
            throw new BodyTooSlow();
        }
        pace.waited(ticker.nanos() - began);
        pace.came(Math.max(0, count));
        return count;
    }

    private boolean end(StreamWait wait) {
        streamWaits.remove(wait);
        return wait.end();
    }

    @Override
    public boolean canInterrupt() {
        ServerConnection spoken = protocol;
        return spoken == null || (spoken instanceof InterruptableTask<?> task && task.canInterrupt());
    }

    /** Idleness is the watchdog's affair: Helidon's own look at it always finds a busy connection. */
    @Override
    public Duration idleTime() {
        return Duration.ZERO;
    }

    @Override
    public void close(boolean interrupt) {
        ServerConnection spoken = protocol;
        if (spoken != null) {
            spoken.close(interrupt);
        } else if (thread != null) {
            thread.interrupt();
        }
    }

    private static byte[] answer(String status, String name, String title) {
        String code = status.substring(0, 3);
        String body = "{\"type\":\"/problems/" + name + "\",\"title\":\"" + title + "\",\"status\":" + code
                + ",\"detail\":\"" + title + ". Try again.\"}";
        String head = "HTTP/1.1 " + status + "\r\nContent-Type: application/problem+json\r\nConnection: close\r\n"
                + "Content-Length: " + body.length() + "\r\n\r\n";
        return (head + body).getBytes(StandardCharsets.US_ASCII);
    }
}
