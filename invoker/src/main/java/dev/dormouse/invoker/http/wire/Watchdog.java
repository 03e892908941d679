package dev.dormouse.invoker.http.wire;

import dev.dormouse.snapshot.Ticker;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Looks at all connections a few times a second and ends what waits for too long. One look at a connection is a few
 * reads of memory, so ten thousand of them are nothing; and a connection pays two writes for each wait, no timer.
 */
final class Watchdog implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Watchdog.class.getName());
    private static final long MIN_PERIOD_MILLIS = 10;
    private static final long MAX_PERIOD_MILLIS = 100;

    private final Ticker ticker;
    private final int maxConnections;
    private final HandshakeGuard handshakes;
    private final long periodMillis;
    private final AtomicInteger open = new AtomicInteger();
    private final Set<GuardedConnection> watched = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer;

    Watchdog(Ticker ticker, WireLimits limits, HandshakeGuard handshakes) {
        this.ticker = ticker;
        this.handshakes = handshakes;
        this.maxConnections = limits.maxConnections();
        // The shortest of the limits decides how late one may be.
        this.periodMillis = Math.clamp(limits.linger().toMillis() / 5, MIN_PERIOD_MILLIS, MAX_PERIOD_MILLIS);
        this.timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("http-watchdog").factory());
    }

    @SuppressWarnings("FutureReturnValueIgnored") // look() lets nothing out
    void start() {
        timer.scheduleWithFixedDelay(this::look, periodMillis, periodMillis, TimeUnit.MILLISECONDS);
    }

    /** Begins to watch; false if there are as many connections as there may be. */
    boolean watch(GuardedConnection connection) {
        boolean room = open.incrementAndGet() <= maxConnections;
        if (!room) {
            open.decrementAndGet();
        }
        // The one too many is watched too: it may take a moment to be told. But it keeps nobody else out meanwhile.
        watched.add(connection);
        return room;
    }

    /** @param hadRoom what {@link #watch} said */
    void forget(GuardedConnection connection, boolean hadRoom) {
        watched.remove(connection);
        if (hadRoom) {
            open.decrementAndGet();
        }
    }

    private void look() {
        try {
            long now = ticker.nanos();
            handshakes.expireLate(now);
            for (GuardedConnection connection : watched) {
                connection.expireIfLate(now);
            }
        } catch (RuntimeException e) {
            // One that fails would be the last look.
            LOG.log(System.Logger.Level.ERROR, "Looking for late connections failed.", e);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
