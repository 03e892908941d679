package dev.dormouse.benchmarks.load;

import dev.dormouse.snapshot.Ticker;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Clients that each have one connection and one request on its way: the next one leaves when the answer to the last one
 * is here. Times are taken from sending to the end of the answer, within the window only.
 *
 * @param clients how many
 * @param warmUp time before the window
 * @param window time that is measured
 */
public record ClosedLoop(int clients, Duration warmUp, Duration window) {
    /** One request and what must come back. */
    @FunctionalInterface
    public interface Exchange {
        void run(HttpClientConnection connection, SplittableRandom random) throws IOException;
    }

    /**
     * What was seen.
     *
     * @param latencies within the window
     * @param requests in all, those of the warm-up too
     * @param window its length
     */
    public record Seen(Latencies latencies, long requests, Duration window) {
        /** Requests per second within the window. */
        public double perSecond() {
            return latencies.total() * 1e9 / window.toNanos();
        }
    }

    /** Each client asks again and again until the window is over; fails with the first exchange that does. */
    public Seen run(URI server, Ticker ticker, Exchange exchange) throws IOException {
        long from = ticker.nanos() + warmUp.toNanos();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Seen>> running = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                SplittableRandom random = new SplittableRandom(i);
                running.add(threads.submit(() -> client(server, ticker, exchange, random, from)));
            }
            return sum(running, window);
        }
    }

    /** What all clients saw. */
    static Seen sum(List<Future<Seen>> clients, Duration window) throws IOException {
        Latencies all = new Latencies();
        long requests = 0;
        for (Future<Seen> client : clients) {
            Seen seen = result(client);
            all.add(seen.latencies());
            requests += seen.requests();
        }
        return new Seen(all, requests, window);
    }

    private Seen client(URI server, Ticker ticker, Exchange exchange, SplittableRandom random, long from)
            throws IOException {
        Latencies latencies = new Latencies();
        long requests = 0;
        try (HttpClientConnection connection = HttpClientConnection.open(server)) {
            for (long now = ticker.nanos(); now - from < window.toNanos(); requests++) {
                long sent = now;
                exchange.run(connection, random);
                now = ticker.nanos();
                if (sent - from >= 0) {
                    latencies.record(now - sent);
                }
            }
        }
        return new Seen(latencies, requests, window);
    }

    /** Does each of so many pieces of work once, {@code clients} at a time, as fast as it goes. */
    public Latencies all(URI server, Ticker ticker, int pieces, Piece work) throws IOException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Latencies>> running = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                int first = i;
                running.add(threads.submit(() -> share(server, ticker, first, pieces, work)));
            }
            Latencies all = new Latencies();
            for (Future<Latencies> client : running) {
                all.add(result(client));
            }
            return all;
        }
    }

    /** One of many pieces of work. */
    @FunctionalInterface
    public interface Piece {
        void run(HttpClientConnection connection, int number) throws IOException;
    }

    private Latencies share(URI server, Ticker ticker, int first, int pieces, Piece work) throws IOException {
        Latencies latencies = new Latencies();
        try (HttpClientConnection connection = HttpClientConnection.open(server)) {
            for (int number = first; number < pieces; number += clients) {
                long sent = ticker.nanos();
                work.run(connection, number);
                latencies.record(ticker.nanos() - sent);
            }
        }
        return latencies;
    }

    private static <T> T result(Future<T> future) throws IOException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IOException("A client failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted.", e);
        }
    }
}
