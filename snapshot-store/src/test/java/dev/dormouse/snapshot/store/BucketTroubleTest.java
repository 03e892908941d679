package dev.dormouse.snapshot.store;

import static dev.dormouse.snapshot.store.World.diary;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.object.ManualClock;
import dev.dormouse.snapshot.object.StoreUnavailableException;
import dev.dormouse.snapshot.object.s3.S3Credentials;
import dev.dormouse.snapshot.object.s3.S3ObjectStore;
import dev.dormouse.snapshot.object.s3.S3Settings;
import dev.dormouse.snapshot.object.s3.fake.Fault;
import dev.dormouse.snapshot.object.s3.fake.S3Fake;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two processes serve the same agents from one bucket while a quarter of all requests goes wrong. Whatever was
 * acknowledged is there at the end, once, and in order.
 */
class BucketTroubleTest {
    private static final long SEED = 7;
    private static final int AGENTS = 5;
    private static final int MESSAGES = 100;
    private static final int TRIES = 100;
    private static final double SHARE = 0.25;

    private final Map<AgentId, List<String>> acknowledged = new HashMap<>();
    private final Random random = new Random(SEED);
    private S3Fake fake;
    private S3ObjectStore one;
    private S3ObjectStore other;
    private World world;

    private static List<Fault> faults() {
        return List.of(
                new Fault.LostAnswer(),
                new Fault.Reset(),
                new Fault.Held(),
                new Fault.AppliedThenAnswer(500, "InternalError"),
                new Fault.AppliedThenAnswer(412, "PreconditionFailed"),
                new Fault.Answer(409, "ConditionalRequestConflict"),
                Fault.slowDown());
    }

    @BeforeEach
    void open() throws IOException {
        fake = S3Fake.start(new ManualClock());
        one = bucket();
        other = bucket();
        world = new World(one);
    }

    @AfterEach
    void close() {
        one.close();
        other.close();
        fake.close();
    }

    private S3ObjectStore bucket() throws IOException {
        S3Settings settings = S3Settings.of(S3Fake.BUCKET, "trouble", Optional.of(fake.endpoint()))
                .withCredentials(new S3Credentials("key", "secret"));
        // each process draws marks of its own: with equal ones they would take each other's objects for theirs
        return S3ObjectStore.open(settings, () -> 0, pause -> {}, new Random(random.nextLong()));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void losesNothingAndRepeatsNothing(Fault fault) throws Exception {
        List<SnapshotStore> processes = List.of(world.process(one), world.process(other));
        Random strikes = new Random(SEED);
        fake.fail(operation -> true, fault, SHARE, strikes);
        for (int i = 0; i < MESSAGES; i++) {
            AgentId agent = World.agent("agent" + i % AGENTS);
            send(processes, agent, "m" + i);
            if (i % 10 == 0) {
                fake.applyHeld();
            }
        }
        fake.heal();
        fake.applyHeld();

        try (S3ObjectStore third = bucket()) {
            SnapshotStore reader = world.process(third);
            for (Map.Entry<AgentId, List<String>> agent : acknowledged.entrySet()) {
                assertThat(diary(reader.load(agent.getKey()).orElseThrow()))
                        .as("%s, seed %d", agent.getKey(), SEED)
                        .isEqualTo(agent.getValue());
            }
        }
    }

    /** As a client does: the same message again, to any process, until it is acknowledged. */
    private void send(List<SnapshotStore> processes, AgentId agent, String message) {
        for (int i = 0; i < TRIES; i++) {
            SnapshotStore process = processes.get(random.nextInt(processes.size()));
            if (isAcknowledged(process, agent, message)) {
                acknowledged.computeIfAbsent(agent, first -> new ArrayList<>()).add(message);
                return;
            }
        }
        throw new AssertionError(message + " was not acknowledged in " + TRIES + " tries");
    }

    private boolean isAcknowledged(SnapshotStore process, AgentId agent, String message) {
        try {
            Snapshot newest = World.loadOrFresh(process, agent);
            return diary(newest).contains(message)
                    || world.commit(process, newest, message) instanceof Commit.Committed;
        } catch (StoreUnavailableException e) {
            return false;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
