package dev.dormouse.snapshot.object.s3.fake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * An S3 server on a free port of loopback with one bucket in memory. Thread-safe.
 *
 * <p>Faults are told in advance: for the next requests of an operation ({@link #next}), or for a share of all requests
 * until {@link #heal} ({@link #fail}). It checks the SHA-256 of what it is sent, and refuses what comes without one.
 */
public final class S3Fake implements AutoCloseable {
    /** The bucket that is there. */
    public static final String BUCKET = "dormouse";

    private static final Duration DRIP = Duration.ofMillis(5);
    private static final int BACKLOG = 256;

    private final ServerSocket listener;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Bucket bucket = new Bucket();
    private final S3Answers answers;
    private final InstantSource clock;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<S3Operation, Deque<Fault>> script = new EnumMap<>(S3Operation.class);
    private final Map<S3Operation, AtomicLong> counts = new EnumMap<>(S3Operation.class);
    private final List<S3Request> held = new ArrayList<>();
    private @Nullable Storm storm;
    private volatile Duration latency = Duration.ZERO;
    private volatile boolean withoutTime;

    /** A fault that strikes a share of the requests. */
    private record Storm(Predicate<S3Operation> strikes, Fault fault, double share, RandomGenerator random) {}

    private S3Fake(ServerSocket listener, InstantSource clock) {
        this.listener = listener;
        this.clock = clock;
        this.answers = new S3Answers(bucket, clock);
        for (S3Operation operation : S3Operation.values()) {
            script.put(operation, new ArrayDeque<>());
            counts.put(operation, new AtomicLong());
        }
    }

    /**
     * Starts one.
     *
     * @param clock what its answers say the time is
     */
    public static S3Fake start(InstantSource clock) throws IOException {
        S3Fake fake = new S3Fake(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()), clock);
        fake.threads.execute(fake::accept);
        return fake;
    }

    /** Where it is. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    /** Appends to what happens to the next requests of an operation. */
    public synchronized void next(S3Operation operation, Fault... faults) {
        queue(operation).addAll(List.of(faults));
    }

    /**
     * From now on a fault strikes.
     *
     * @param share of the requests, from 0 to 1
     * @param random decides which
     */
    public synchronized void fail(Predicate<S3Operation> strikes, Fault fault, double share, RandomGenerator random) {
        storm = new Storm(strikes, fault, share, random);
    }

    /** No more faults; what was told for next requests is forgotten too. */
    public synchronized void heal() {
        storm = null;
        script.values().forEach(Deque::clear);
    }

    /** Does the writes that were held; says how many. */
    public synchronized int applyHeld() {
        int count = held.size();
        held.forEach(answers::answer);
        held.clear();
        return count;
    }

    /** From now on every create succeeds, whatever is there: what a server does that knows no conditions. */
    public void ignoreConditions() {
        answers.ignoreConditions();
    }

    /** From now on every answer waits. */
    public void delay(Duration time) {
        latency = time;
    }

    /** From now on the time in answers cannot be read. */
    public void sayNothingOfTheTime() {
        withoutTime = true;
    }

    /** Changes one bit of a stored object. */
    public void damage(String key) {
        Bucket.Stored object = bucket.get(key).orElseThrow();
        bucket.put(key, new Bucket.Stored(wrongByte(object.content()), object.metadata(), object.modified()));
    }

    /** Puts an object there that no store has written. */
    public void putForeign(String key, byte[] content) {
        bucket.put(key, new Bucket.Stored(content, Map.of(), clock.instant()));
    }

    /** Keys of all objects, with the prefix. */
    public List<String> keys() {
        return List.copyOf(bucket.all().keySet());
    }

    /** How many requests of an operation have come. */
    public long count(S3Operation operation) {
        return counter(operation).get();
    }

    /** How many requests have come. */
    public long count() {
        return counts.values().stream().mapToLong(AtomicLong::get).sum();
    }

    private Deque<Fault> queue(S3Operation operation) {
        return Objects.requireNonNull(script.get(operation));
    }

    private AtomicLong counter(S3Operation operation) {
        return Objects.requireNonNull(counts.get(operation));
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                connections.add(socket);
                threads.execute(() -> serve(socket));
            } catch (IOException | RejectedExecutionException e) {
                return; // it was closed
            }
        }
    }

    private void serve(Socket socket) {
        try (Wire wire = new Wire(socket)) {
            while (handle(wire, wire.read())) {
                // as long as the connection stays open
            }
        } catch (IOException e) {
            // the client has gone, or the fake is closed
        } finally {
            connections.remove(socket);
        }
    }

    /** Says whether the connection goes on. */
    private boolean handle(Wire wire, S3Request request) throws IOException {
        counter(request.operation()).incrementAndGet();
        if (!latency.isZero()) {
            stand(latency);
        }
        if (!request.bucket().equals(BUCKET)) {
            return send(wire, request, Answer.error(404, "NoSuchBucket"));
        }
        Fault fault = faultFor(request.operation());
        return fault == null ? send(wire, request, answers.answer(request)) : strike(wire, request, fault);
    }

    private synchronized @Nullable Fault faultFor(S3Operation operation) {
        Fault told = queue(operation).poll();
        if (told != null) {
            return told;
        }
        Storm now = storm;
        if (now == null || !now.strikes().test(operation)) {
            return null;
        }
        return now.random().nextDouble() < now.share() ? now.fault() : null;
    }

    private boolean strike(Wire wire, S3Request request, Fault fault) throws IOException {
        return switch (fault) {
            case Fault.Answer error -> send(wire, request, Answer.error(error.status(), error.code()));
            case Fault.AppliedThenAnswer error -> {
                answers.answer(request);
                yield send(wire, request, Answer.error(error.status(), error.code()));
            }
            case Fault.Reset reset -> end(wire);
            case Fault.LostAnswer lost -> {
                answers.answer(request);
                yield end(wire);
            }
            case Fault.Silence silence -> awaitClosed();
            case Fault.SilenceAfterwards silence -> {
                answers.answer(request);
                yield awaitClosed();
            }
            case Fault.Held late -> {
                hold(request);
                yield end(wire);
            }
            case Fault.CutBody cut -> sendCut(wire, answers.answer(request));
            case Fault.ShortBody part -> {
                Answer whole = answers.answer(request);
                yield send(wire, request, with(whole, Arrays.copyOf(whole.body(), whole.body().length / 2)));
            }
            case Fault.WrongByte wrong -> {
                Answer right = answers.answer(request);
                yield send(wire, request, with(right, wrongByte(right.body())));
            }
            case Fault.Drip drip -> drip(wire, answers.answer(request));
        };
    }

    private static boolean end(Wire wire) throws IOException {
        wire.reset();
        return false;
    }

    private synchronized void hold(S3Request request) {
        held.add(request);
    }

    private static Answer with(Answer answer, byte[] body) {
        return new Answer(answer.status(), answer.headers(), body);
    }

    private static byte[] wrongByte(byte[] bytes) {
        byte[] wrong = bytes.clone();
        if (wrong.length > 0) {
            wrong[wrong.length / 2] ^= 1;
        }
        return wrong;
    }

    private boolean send(Wire wire, S3Request request, Answer answer) throws IOException {
        wire.head(answer.status(), answer.headers(), date(), answer.body().length);
        if (request.operation() != S3Operation.HEAD) {
            wire.body(answer.body(), 0, answer.body().length);
        }
        return true;
    }

    private String date() {
        return withoutTime
                ? "unknown"
                : DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.instant().atZone(ZoneOffset.UTC));
    }

    private boolean sendCut(Wire wire, Answer answer) throws IOException {
        wire.head(answer.status(), answer.headers(), date(), answer.body().length);
        wire.body(answer.body(), 0, answer.body().length / 2);
        return false;
    }

    private boolean drip(Wire wire, Answer answer) throws IOException {
        wire.head(answer.status(), answer.headers(), date(), answer.body().length);
        for (int i = 0; i < answer.body().length - 1; i++) {
            wire.body(answer.body(), i, 1);
            stand(DRIP);
        }
        return awaitClosed();
    }

    private boolean awaitClosed() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private void stand(Duration time) {
        try {
            closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            listener.close();
            for (Socket connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }
}
