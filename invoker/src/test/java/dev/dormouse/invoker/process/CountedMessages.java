package dev.dormouse.invoker.process;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Clients that send messages to a few agents which count them, each under a name of its own, and repeat a message under its
 * name until it is acknowledged; of those, one in five once more afterwards. Runtimes come and go below them.
 *
 * <p>What they learn is the ground truth of the audit: which count each acknowledged message was answered with.
 */
final class CountedMessages implements AutoCloseable {
    private static final Pattern COUNT = Pattern.compile("global=(\\d+) memory=(\\d+) table=(\\d+)\n");
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int AGENTS = 4;
    static final int CLIENTS = 6;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String function;
    private final long seed;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final Condition progressed = lock.newCondition();
    private final List<Thread> clients = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();
    private final Map<Integer, Map<String, Long>> acknowledged = new ConcurrentHashMap<>();
    private final AtomicInteger repeats = new AtomicInteger();
    private final AtomicLong answers = new AtomicLong();
    private final AtomicInteger refusals = new AtomicInteger();

    private @Nullable URI runtime; // guarded by lock
    private boolean stopped; // guarded by lock

    CountedMessages(String function, long seed) {
        this.function = function;
        this.seed = seed;
        for (int agent = 0; agent < AGENTS; agent++) {
            acknowledged.put(agent, new ConcurrentHashMap<>());
        }
    }

    CountedMessages begin() {
        for (int client = 0; client < CLIENTS; client++) {
            int number = client;
            clients.add(Thread.ofVirtual().start(() -> run(number)));
        }
        return this;
    }

    /** Says where the runtime is now; null while there is none. */
    void runtimeIsAt(@Nullable URI url) {
        lock.lock();
        try {
            runtime = url;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until a message is acknowledged that is not yet; false if none was for long. */
    boolean awaitProgress() {
        return await(answers::get);
    }

    /** Waits until a runtime says 503 once more; false if none did for long. */
    boolean awaitRefusal() {
        return await(refusals::get);
    }

    private boolean await(LongSupplier count) {
        lock.lock();
        try {
            long before = count.getAsLong();
            long left = PATIENCE.toNanos();
            while (count.getAsLong() == before && left > 0) {
                left = progressed.awaitNanos(left);
            }
            return count.getAsLong() > before;
        } catch (InterruptedException e) {
            throw new IllegalStateException("The test was interrupted.", e);
        } finally {
            lock.unlock();
        }
    }

    /** No new messages; returns when each that was begun is acknowledged, for which a runtime must be there. */
    void finish() {
        lock.lock();
        try {
            stopped = true;
        } finally {
            lock.unlock();
        }
        clients.forEach(CountedMessages::join);
    }

    private static void join(Thread client) {
        try {
            client.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException("The test was interrupted.", e);
        }
    }

    int acknowledged() {
        return acknowledged.values().stream().mapToInt(Map::size).sum();
    }

    int repeats() {
        return repeats.get();
    }

    /** How often a runtime said 503. */
    int refusals() {
        return refusals.get();
    }

    /** What went wrong: answers that nobody may give, and messages that were lost or counted twice. */
    List<String> audit() {
        List<String> found;
        synchronized (complaints) {
            found = new ArrayList<>(complaints);
        }
        acknowledged.forEach((agent, answers) -> {
            List<Long> counts = answers.values().stream().sorted().toList();
            for (int i = 0; i < counts.size(); i++) {
                if (counts.get(i) != i + 1) {
                    found.add("agent " + agent + ": of " + counts.size() + " messages the one in place " + (i + 1)
                            + " was counted as " + counts.get(i));
                    return;
                }
            }
        });
        return found;
    }

    private void run(int client) {
        Random random = new Random(seed * CLIENTS + client);
        for (int message = 0; !isStopped(); message++) {
            int agent = random.nextInt(AGENTS);
            String name = "seed-" + seed + "-client-" + client + "-message-" + message;
            if (!send(agent, name)) {
                return;
            }
            if (random.nextInt(5) == 0) {
                repeats.incrementAndGet();
                if (!send(agent, name)) {
                    return;
                }
            }
        }
    }

    private boolean isStopped() {
        lock.lock();
        try {
            return stopped;
        } finally {
            lock.unlock();
        }
    }

    /** Sends until there is an acknowledgement; false if the answer was one that nobody may give. */
    private boolean send(int agent, String name) {
        while (true) {
            URI url = awaitRuntime();
            if (url == null) {
                complain(name + " was never acknowledged.");
                return false;
            }
            try {
                HttpResponse<String> answer = http.send(request(url, agent, name), BodyHandlers.ofString());
                if (answer.statusCode() == 200) {
                    return acknowledge(agent, name, answer.body());
                }
                if (answer.statusCode() != 503
                        || answer.headers().firstValue("Retry-After").isEmpty()) {
                    complain(name + " got " + answer.statusCode() + ": " + answer.body());
                    return false;
                }
                refused();
            } catch (IOException e) {
                // The runtime is gone, or goes: whether the message was counted is not known.
            } catch (InterruptedException e) {
                return false;
            }
            awaitMove(url);
        }
    }

    private void refused() {
        lock.lock();
        try {
            refusals.incrementAndGet();
            progressed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private HttpRequest request(URI url, int agent, String name) {
        return HttpRequest.newBuilder(url.resolve("/agents/" + function + "/agent-" + agent))
                .header("Idempotency-Key", name)
                .timeout(PATIENCE)
                .POST(BodyPublishers.ofString(name))
                .build();
    }

    private boolean acknowledge(int agent, String name, String body) {
        Matcher count = COUNT.matcher(body);
        if (!count.matches()
                || !count.group(1).equals(count.group(2))
                || !count.group(1).equals(count.group(3))) {
            complain(name + " got a torn answer: " + body);
            return false;
        }
        long value = Long.parseLong(count.group(1));
        Long before = acknowledged.getOrDefault(agent, Map.of()).putIfAbsent(name, value);
        if (before != null && before != value) {
            complain(name + " was answered with " + before + " and then with " + value);
            return false;
        }
        lock.lock();
        try {
            answers.incrementAndGet();
            progressed.signalAll();
        } finally {
            lock.unlock();
        }
        return true;
    }

    private void complain(String what) {
        synchronized (complaints) {
            complaints.add(what);
        }
    }

    private @Nullable URI awaitRuntime() {
        lock.lock();
        try {
            long left = PATIENCE.toNanos();
            while (runtime == null && left > 0) {
                left = moved.awaitNanos(left);
            }
            return runtime;
        } catch (InterruptedException e) {
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the runtime is another one, but not long: perhaps this one only said 503. */
    private void awaitMove(URI from) {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(20);
            while (from.equals(runtime) && left > 0) {
                left = moved.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
