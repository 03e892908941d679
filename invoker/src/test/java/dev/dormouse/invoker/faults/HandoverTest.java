package dev.dormouse.invoker.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.invoker.Refused;
import dev.dormouse.invoker.RuntimeFixture;
import dev.dormouse.invoker.execution.InvocationResult;
import dev.dormouse.scheduler.Outcome;
import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.Ticker;
import dev.dormouse.snapshot.log.LogSettings;
import dev.dormouse.snapshot.object.FaultPoints;
import dev.dormouse.snapshot.object.ManualClock;
import dev.dormouse.snapshot.object.StoreUnavailableException;
import dev.dormouse.snapshot.object.s3.S3Credentials;
import dev.dormouse.snapshot.object.s3.S3ObjectStore;
import dev.dormouse.snapshot.object.s3.S3Settings;
import dev.dormouse.snapshot.object.s3.fake.Fault;
import dev.dormouse.snapshot.object.s3.fake.S3Fake;
import dev.dormouse.snapshot.object.s3.fake.S3Operation;
import dev.dormouse.snapshot.store.StoreSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Three runtimes serve the same agents from one bucket, each message another one, while requests get lost, fail and
 * arrive late, days pass for the store, deletion runs, and one runtime is paused in the middle of a commit. The clock of
 * one of them stands still, that of another jumps and runs at half its speed.
 */
class HandoverTest {
    private static final String FUNCTION = "counter";
    private static final String PREFIX = "handover";
    private static final int AGENTS = 5;
    private static final int TRIES = 100;
    private static final int ROUND = 20;
    private static final double SHARE = 0.15;
    private static final Duration MORE_THAN_RETENTION = Duration.ofHours(25);
    private static final Duration ALWAYS = Duration.ofDays(100_000);
    private static final StoreSettings SETTINGS = new StoreSettings(
            2,
            new LogSettings(
                    4 << 20, 64, 1_024, 3, Duration.ofMillis(2), 16, Duration.ofHours(1), Duration.ofDays(1), 8),
            5,
            1 << 20,
            128,
            256 << 10,
            ALWAYS,
            1_024);
    private static final List<Fault> FAULTS = List.of(
            new Fault.Held(),
            new Fault.LostAnswer(),
            Fault.slowDown(),
            new Fault.AppliedThenAnswer(500, "InternalError"),
            new Fault.Reset());

    private final ManualClock storeClock = new ManualClock();
    private final Gate gate = new Gate("log.claim");
    private final List<Node> nodes = new ArrayList<>();
    private final Map<AgentId, Integer> owners = new HashMap<>();
    private final Map<AgentId, Integer> acknowledged = new HashMap<>();
    private S3Fake fake;
    private S3ObjectStore auditors;
    private History history;
    private Random random = new Random(5);
    private int handovers;
    private int paused;
    private int troubles;

    /** A runtime with its own way to the bucket. */
    private record Node(S3ObjectStore objects, RuntimeFixture runtime) {
        void close() {
            try {
                runtime.close();
            } catch (UncheckedIOException e) {
                // One that was stopped for too long may still have notes, which nobody takes any more and nobody needs.
                assertThat(e).hasCauseInstanceOf(StoreUnavailableException.class);
            } finally {
                objects.close();
            }
        }
    }

    @BeforeEach
    void start() throws IOException {
        fake = S3Fake.start(storeClock);
        auditors = bucket(new Random(99));
        history = new History(auditors, SETTINGS, storeClock);
    }

    @AfterEach
    void stop() {
        fake.heal();
        nodes.forEach(Node::close);
        auditors.close();
        fake.close();
    }

    private S3ObjectStore bucket(Random marks) throws IOException {
        S3Settings settings = S3Settings.of(S3Fake.BUCKET, PREFIX, Optional.of(fake.endpoint()))
                .withCredentials(new S3Credentials("key", "secret"));
        return S3ObjectStore.open(settings, () -> 0, pause -> {}, marks);
    }

    private void add(InstantSource clock, Ticker ticker, FaultPoints points) throws IOException {
        S3ObjectStore objects = bucket(new Random(random.nextLong()));
        nodes.add(new Node(objects, RuntimeFixture.on(objects, world -> {
            world.clock(clock);
            world.ticker(ticker);
            world.faults(points);
            world.store(SETTINGS);
        })));
    }

    @Test
    void keepsOneChainOverThreeHundredHandovers() throws Exception {
        handOver(300, Long.getLong("dormouse.seed", 5));
    }

    @Test
    @Tag("soak")
    void keepsOneChainOverTenThousandHandovers() throws Exception {
        handOver(10_000, Long.getLong("dormouse.seed", 6));
    }

    private void handOver(int least, long seed) throws Exception {
        System.err.println("handovers, seed: " + seed);
        random = new Random(seed);
        add(storeClock, System::nanoTime, gate);
        nodes.getFirst().runtime().deploy(FUNCTION, FUNCTION + ".wasm");
        Instant stopped = storeClock.instant();
        long began = System.nanoTime();
        add(() -> stopped, () -> began, FaultPoints.NONE);
        add(this::jumping, () -> began + (System.nanoTime() - began) / 2, FaultPoints.NONE);

        for (int round = 0; handovers < least; round++) {
            trouble();
            for (int i = 0; i < ROUND; i++) {
                AgentId agent = agent(i % AGENTS);
                sendNext(agent, otherThanOwner(agent));
            }
            sendWhilePaused(agent(round % AGENTS));
            audit();
            letDaysPass();
        }
        finish();
        System.err.println("handovers: " + handovers + ", messages acknowledged: "
                + acknowledged.values().stream().mapToInt(Integer::intValue).sum() + ", pauses in a commit: " + paused
                + ", commits in the chain: " + history.commits() + ", segments: " + history.segments()
                + ", objects deleted meanwhile: " + fake.count(S3Operation.DELETE) + ", requests: " + fake.count()
                + "; forks 0, lost 0, dangling references 0");
    }

    /** From here on a share of the requests goes wrong, each time in another way. */
    private void trouble() {
        fake.fail(operation -> true, FAULTS.get(troubles++ % FAULTS.size()), SHARE, new Random(random.nextLong()));
    }

    /** An hour ahead, an hour behind, or anywhere between, at each look. */
    private synchronized Instant jumping() {
        return storeClock.instant().plusSeconds(random.nextInt(7_200) - 3_600L);
    }

    private static AgentId agent(int number) {
        return new AgentId(new FunctionName(FUNCTION), "agent-" + number);
    }

    private int otherThanOwner(AgentId agent) {
        int owner = owners.getOrDefault(agent, 0);
        return (owner + 1 + random.nextInt(nodes.size() - 1)) % nodes.size();
    }

    /** Sends the agent's next message, as a client does: under one name, to a runtime and then to others. */
    private void sendNext(AgentId agent, int first) {
        int message = acknowledged.getOrDefault(agent, 0) + 1;
        int node = first;
        for (int i = 0; i < TRIES; i++) {
            Optional<String> answer = answer(node, agent, message);
            if (answer.isPresent()) {
                acknowledge(agent, message, node, answer.get());
                return;
            }
            node = random.nextInt(nodes.size());
        }
        throw new AssertionError(message + " of " + agent + " was not acknowledged in " + TRIES + " tries");
    }

    private void acknowledge(AgentId agent, int message, int node, String answer) {
        assertThat(answer).as("message %d of %s", message, agent).isEqualTo(Workload.answer(message));
        acknowledged.put(agent, message);
        Integer before = owners.put(agent, node);
        if (before != null && before != node) {
            handovers++;
        }
    }

    /** The answer, or nothing if the runtime says that it may come later. */
    private Optional<String> answer(int node, AgentId agent, int message) {
        InvocationResult result = nodes.get(node).runtime().send(FUNCTION, agent.key(), "message-" + message, "");
        boolean later = switch (result.answer()) {
            case InvocationResult.Declined declined -> declined.refusal().kind() == Refused.Kind.STORE_UNAVAILABLE;
            case InvocationResult.Failed failed -> result.outcome() == Outcome.REJECTED;
            case InvocationResult.Whole whole -> false;
            case InvocationResult.Streamed streamed -> false;
        };
        return later
                ? Optional.empty()
                : Optional.of(RuntimeFixture.text(result).strip());
    }

    /**
     * The first runtime stops in its commit; the others answer the same message and more, days pass, its old view is
     * deleted behind it; then it goes on. It may only say what the others have said.
     */
    private void sendWhilePaused(AgentId agent) throws Exception {
        try (ExecutorService machine = Executors.newVirtualThreadPerTaskExecutor()) {
            fake.heal();
            int message = acknowledged.getOrDefault(agent, 0) + 1;
            gate.close();
            Future<Optional<String>> late = machine.submit(() -> answer(0, agent, message));
            gate.awaitArrival();
            for (int i = 0; i < 3; i++) {
                sendNext(agent, 1 + i % 2);
            }
            audit();
            letDaysPass();
            gate.open();
            late.get().ifPresent(answer -> assertThat(answer).isEqualTo(Workload.answer(message)));
            paused++;
        }
    }

    private void audit() throws IOException {
        fake.heal();
        history.readOn();
        history.checkReferences(fake.keys().stream()
                .map(key -> key.substring(PREFIX.length() + 1))
                .collect(Collectors.toSet()));
        assertThat(history.wrong()).isEmpty();
    }

    /** What is old enough is deleted, in trouble too; after it, what was sent long ago arrives. */
    private void letDaysPass() throws IOException {
        storeClock.advance(MORE_THAN_RETENTION);
        trouble();
        try {
            history.collect();
        } catch (StoreUnavailableException e) {
            // it goes the next time
        }
        fake.applyHeld();
    }

    private void finish() throws IOException {
        audit();
        fake.applyHeld();
        add(storeClock, System::nanoTime, FaultPoints.NONE);
        int fresh = nodes.size() - 1;
        for (Map.Entry<AgentId, Integer> agent : acknowledged.entrySet()) {
            int messages = agent.getValue();
            assertThat(history.generation(agent.getKey())).isEqualTo(messages);
            for (int message = Math.max(1, messages - 50); message <= messages + 1; message++) {
                assertThat(answer(fresh, agent.getKey(), message)).contains(Workload.answer(message));
            }
        }
    }
}
