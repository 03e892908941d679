package dev.dormouse.benchmarks.load;

import dev.dormouse.snapshot.Pause;
import dev.dormouse.snapshot.Ticker;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Requests that come when they come, whatever became of those before them: a Poisson process. A time is taken from the
 * moment at which the request was to be sent, so that a stall lengthens the times of all that should have been sent
 * meanwhile; a closed loop would leave them out ("coordinated omission").
 *
 * @param connections how many requests can be on their way; one that finds none free waits, and its time runs
 * @param perSecond how many come in a second on average
 * @param warmUp time before the window
 * @param window time that is measured
 */
record OpenLoop(int connections, double perSecond, Duration warmUp, Duration window) {
    /** Sends until the window is over; fails with the first exchange that does. */
    ClosedLoop.Seen run(URI server, Ticker ticker, Pause pause, ClosedLoop.Exchange exchange) throws IOException {
        long from = ticker.nanos() + warmUp.toNanos();
        Arrivals arrivals = new Arrivals(ticker.nanos(), perSecond);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ClosedLoop.Seen>> running = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                SplittableRandom random = new SplittableRandom(i);
                running.add(threads.submit(() -> {
                    try (HttpClientConnection connection = HttpClientConnection.open(server)) {
                        return send(arrivals, from, ticker, pause, () -> exchange.run(connection, random));
                    }
                }));
            }
            return ClosedLoop.sum(running, window);
        }
    }

    private ClosedLoop.Seen send(Arrivals arrivals, long from, Ticker ticker, Pause pause, Request request)
            throws IOException {
        Latencies latencies = new Latencies();
        long requests = 0;
        for (long due = arrivals.next(); due - from < window.toNanos(); due = arrivals.next()) {
            long early = due - ticker.nanos();
            if (early > 0) {
                pause.pause(Duration.ofNanos(early));
            }
            request.run();
            requests++;
            if (due - from >= 0) {
                latencies.record(ticker.nanos() - due);
            }
        }
        return new ClosedLoop.Seen(latencies, requests, window);
    }

    private interface Request {
        void run() throws IOException;
    }

    /** The moments at which requests come; thread-safe. */
    private static final class Arrivals {
        private static final double NANOS = 1e9;

        private final SplittableRandom random = new SplittableRandom(1);
        private final double perSecond;
        private double next;

        Arrivals(long from, double perSecond) {
            this.perSecond = perSecond;
            next = from;
        }

        synchronized long next() {
            next -= Math.log(1 - random.nextDouble()) / perSecond * NANOS;
            return (long) next;
        }
    }
}
