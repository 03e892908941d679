package dev.dormouse.invoker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.invoker.artifact.CollectionSettings;
import dev.dormouse.invoker.artifact.Collector;
import dev.dormouse.invoker.registry.DurableRegistry;
import dev.dormouse.invoker.registry.LiveObjects;
import dev.dormouse.invoker.registry.PageRequest;
import dev.dormouse.invoker.registry.Precondition;
import dev.dormouse.invoker.registry.RegistrySettings;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.log.EventLog;
import dev.dormouse.snapshot.object.FaultPoints;
import dev.dormouse.snapshot.object.ManualClock;
import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.object.faults.FaultPointStore;
import dev.dormouse.snapshot.object.s3.S3Credentials;
import dev.dormouse.snapshot.object.s3.S3ObjectStore;
import dev.dormouse.snapshot.object.s3.S3Settings;
import dev.dormouse.snapshot.object.s3.fake.Fault;
import dev.dormouse.snapshot.object.s3.fake.S3Fake;
import dev.dormouse.snapshot.object.s3.fake.S3Operation;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What no function needs any more leaves the bucket, and what one needs stays, whoever is slow. */
@Timeout(240)
class CollectionTest {
    private static final String PREFIX = "state";
    private static final List<String> FOLDERS = List.of("modules/", "compiled/", "bases/");
    private static final Duration SEASON = CollectionSettings.DEFAULT.season();
    private static final Duration PAUSE = CollectionSettings.DEFAULT.pause();
    private static final Precondition ANY = new Precondition.None();

    private static final List<Fault> FAULTS = List.of(
            Fault.slowDown(),
            new Fault.Reset(),
            new Fault.LostAnswer(),
            new Fault.AppliedThenAnswer(500, "InternalError"),
            new Fault.Held());

    private final ManualClock clock = new ManualClock();
    private final List<Node> nodes = new ArrayList<>();
    private S3Fake fake;
    private Node one;
    private Node two;

    /** A runtime with its own way to the bucket. */
    private record Node(ObjectStore objects, ManualAlarm alarm, RuntimeFixture runtime) {
        void delete(String function) {
            runtime.registry().delete(new FunctionName(function), ANY);
        }

        void close() {
            runtime.close();
            objects.close();
        }
    }

    @BeforeEach
    void start() throws IOException {
        fake = S3Fake.start(clock);
        one = add(FaultPoints.NONE, CollectionSettings.DEFAULT);
        two = add(FaultPoints.NONE, CollectionSettings.DEFAULT);
    }

    @AfterEach
    void stop() {
        fake.heal();
        nodes.forEach(Node::close);
        fake.close();
    }

    private S3ObjectStore bucket() throws IOException {
        S3Settings settings = S3Settings.of(S3Fake.BUCKET, PREFIX, Optional.of(fake.endpoint()))
                .withCredentials(new S3Credentials("key", "secret"));
        return S3ObjectStore.open(settings, () -> 0, pause -> {}, new Random(nodes.size()));
    }

    private Node add(FaultPoints points, CollectionSettings settings) throws IOException {
        Node node = open(points, settings);
        nodes.add(node);
        return node;
    }

    private Node open(FaultPoints points, CollectionSettings settings) throws IOException {
        ManualAlarm alarm = new ManualAlarm();
        ObjectStore objects = new FaultPointStore(bucket(), points);
        return new Node(objects, alarm, RuntimeFixture.on(objects, world -> {
            world.clock(clock);
            world.alarm(alarm);
            world.faults(points);
            world.collection(settings);
        }));
    }

    /** Time in which a season can begin and what is condemned by that be deleted. */
    private void seasonPasses(Node... awake) {
        clock.advance(SEASON);
        for (Node node : awake) {
            node.alarm().advance(SEASON.plus(PAUSE.multipliedBy(3)).toNanos());
        }
    }

    private Set<String> kept() {
        Set<String> kept = new HashSet<>();
        for (String key : fake.keys()) {
            String own = key.substring(PREFIX.length() + 1);
            if (FOLDERS.stream().anyMatch(own::startsWith)) {
                kept.add(own);
            }
        }
        return kept;
    }

    private LiveObjects needed() throws IOException {
        try (S3ObjectStore objects = bucket()) {
            EventLog log = new EventLog(objects, "registry", RuntimeFixture.seal(), new SplittableRandom(1));
            return DurableRegistry.open(log, RegistrySettings.DEFAULT, clock, clock, Runnable::run)
                    .liveObjects();
        }
    }

    /** All that is named is there, and a process that starts now runs it without compiling anything. */
    private void nothingDangles() throws IOException {
        assertThat(kept()).containsAll(needed().named());
        try (RuntimeFixture fresh = one.runtime().restartedWithoutCompiler()) {
            fresh.registry()
                    .functions(new PageRequest(Optional.empty(), 100))
                    .items()
                    .forEach(function -> {
                        var result = fresh.invoke(function.name().value(), "");
                        assertThat(RuntimeFixture.text(result)).isNotNull();
                        result.close();
                    });
        }
    }

    private void nothingIsLeftOver() throws IOException {
        LiveObjects needed = needed();
        assertThat(kept()).allMatch(needed::isNeeded);
    }

    @Test
    void nothingIsLeftOfADeletedFunctionAfterTwoSeasons() throws Exception {
        one.runtime().deploy("counter", "counter.wasm");
        one.runtime().deploy("counter", "counter.wasm", options -> options.fuel(1_000_000));
        one.runtime().deploy("echo", "echo.wasm");
        int all = kept().size();
        one.delete("counter");
        seasonPasses(one, two);
        assertThat(kept()).as("a deploy may be about to name them").hasSize(all);
        seasonPasses(one, two);

        assertThat(kept()).hasSize(3);
        nothingIsLeftOver();
        nothingDangles();
        assertThat(one.alarm().pending()).as("alarms when all is done").isZero();
    }

    @Test
    void aPassSaysOnceWhatItDeleted() throws Exception {
        one.runtime().deploy("counter", "counter.wasm");
        one.runtime().deploy("echo", "echo.wasm");
        one.delete("counter");
        List<String> said = new ArrayList<>();
        Logger log = Logger.getLogger(Collector.class.getName());
        Handler handler = listener(said);
        log.addHandler(handler);
        try {
            seasonPasses(one);
            seasonPasses(one);
        } finally {
            log.removeHandler(handler);
        }
        assertThat(said).containsExactly("Deleted 3 objects that no function needs any more.");
    }

    private static Handler listener(List<String> said) {
        return new Handler() {
            @Override
            public void publish(LogRecord logged) {
                said.add(logged.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    @Test
    void whatIsSharedStaysForTheOther() throws Exception {
        one.runtime().deploy("first", "counter.wasm");
        two.runtime().deploy("second", "counter.wasm");
        one.delete("first");
        for (int i = 0; i < 4; i++) {
            seasonPasses(one, two);
        }
        assertThat(kept()).hasSize(3);
        nothingDangles();
    }

    @Test
    void aModuleThatComesBackIsKeptUnderAnotherKeySoThatALateDeleteMissesIt() throws Exception {
        one.runtime().deploy("counter", "counter.wasm");
        one.delete("counter");
        seasonPasses(one);
        fake.fail(operation -> operation == S3Operation.DELETE, new Fault.Held(), 1, new Random(1));
        seasonPasses(one);
        fake.heal();
        assertThat(kept()).as("deletes are on their way").hasSize(3);

        two.runtime().deploy("counter", "counter.wasm");
        assertThat(fake.applyHeld()).isPositive();

        nothingDangles();
        one.alarm().advance(2 * SEASON.toNanos());
        nothingIsLeftOver();
        nothingDangles();
    }

    @Test
    void aDeployThatWasStoppedWhileItsObjectsWereDeletedMakesThemAnew() throws Exception {
        AtomicInteger records = new AtomicInteger();
        two.runtime()
                .deploy(
                        "counter",
                        "counter.wasm",
                        options -> options.progress(step -> {
                            if (step.equals("record") && records.getAndIncrement() == 0) {
                                for (int i = 0; i < 3; i++) {
                                    seasonPasses(one);
                                }
                                assertThat(kept()).isEmpty();
                            }
                        }));
        assertThat(records).hasValue(2);
        nothingDangles();
    }

    @Test
    void aDeployThatReliedOnAFunctionThatIsDeletedMeanwhileKeepsTheModuleAgain() throws Exception {
        one.runtime().deploy("first", "counter.wasm");
        one.runtime().deploy("other", "echo.wasm");
        one.delete("other");
        for (int i = 0; i < 3; i++) {
            seasonPasses(one);
        }
        AtomicInteger records = new AtomicInteger();
        two.runtime()
                .deploy(
                        "second",
                        "counter.wasm",
                        options -> options.progress(step -> {
                            if (step.equals("record") && records.getAndIncrement() == 0) {
                                one.delete("first");
                                one.alarm().advance(PAUSE.toNanos());
                            }
                        }));
        assertThat(records).hasValue(2);
        nothingDangles();
    }

    @Test
    void anUploadCanBeDeployedInTheSeasonAfterAndIsGoneOneLater() throws Exception {
        byte[] module = RuntimeFixture.guest("counter.wasm");
        assertThat(one.runtime().upload(module)).isTrue();
        assertThat(two.runtime().upload(module)).isFalse();
        seasonPasses(one);
        one.runtime().deployUploaded("counter", module);
        nothingDangles();

        one.delete("counter");
        byte[] another = RuntimeFixture.guest("echo.wasm");
        one.runtime().upload(another);
        seasonPasses(one);
        seasonPasses(one);
        assertThat(kept()).isEmpty();
        assertThatThrownBy(() -> one.runtime().deployUploaded("echo", another))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("Upload it first");
        assertThat(one.runtime().upload(another)).isTrue();
        one.runtime().deployUploaded("echo", another);
        nothingDangles();
    }

    @Test
    void onePassDeletesNoMoreThanItsBound() throws Exception {
        Node slow = add(FaultPoints.NONE, new CollectionSettings(SEASON, PAUSE, 2));
        slow.runtime().deploy("counter", "counter.wasm");
        slow.delete("counter");
        seasonPasses(one);
        seasonPasses(one);
        one.close();
        nodes.remove(one);
        assertThat(kept()).isEmpty();

        slow.runtime().deploy("counter", "counter.wasm");
        slow.delete("counter");
        clock.advance(SEASON);
        two.alarm().advance(PAUSE.toNanos());
        clock.advance(SEASON);
        slow.alarm().advance(PAUSE.toNanos());
        int left = kept().size();
        slow.alarm().advance(PAUSE.toNanos());
        assertThat(kept()).hasSizeGreaterThanOrEqualTo(left - 2);
        slow.alarm().advance(SEASON.toNanos());
        assertThat(kept()).isEmpty();
    }

    @Test
    void aProcessThatDiesAnywhereInAPassLeavesNothingThatDangles() throws Exception {
        int points = 0;
        boolean alive = false;
        while (!alive) {
            one.runtime().deploy("keeps", "counter.wasm", options -> options.fuel(1_000_000));
            one.runtime().deploy("goes", "echo.wasm");
            one.delete("goes");
            one.alarm().advance(PAUSE.toNanos());
            clock.advance(SEASON);
            Dying end = new Dying(points++);
            Node mortal = open(end, CollectionSettings.DEFAULT);
            end.begin();
            try {
                mortal.alarm().advance(PAUSE.multipliedBy(3).toNanos());
                alive = true;
            } catch (Death death) {
                // what it had begun stays as it is
            }
            mortal.objects().close();
            nothingDangles();
        }
        assertThat(points).isGreaterThan(10);
        for (int i = 0; i < 3; i++) {
            seasonPasses(one, two);
        }
        nothingIsLeftOver();
        nothingDangles();
        System.err.println("collection, crash points: " + points + ", dangling references 0");
    }

    /** The end of a process, which nothing catches. */
    private static final class Death extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Ends the process at its n-th point. */
    private static final class Dying implements FaultPoints {
        private int left;
        private boolean begun;

        Dying(int points) {
            left = points;
        }

        void begin() {
            begun = true;
        }

        @Override
        public void reach(String point) {
            if (begun && left-- == 0) {
                throw new Death();
            }
        }
    }

    @Test
    void nothingDanglesWhateverTwoProcessesDoWhileRequestsGoWrong() throws Exception {
        long seed = Long.getLong("dormouse.seed", 11);
        System.err.println("collection, seed: " + seed);
        Random random = new Random(seed);
        int refused = 0;
        for (int step = 1; step <= 240; step++) {
            fake.fail(operation -> true, FAULTS.get(step % FAULTS.size()), 0.05, new Random(random.nextLong()));
            try {
                act(random, random.nextBoolean() ? one : two);
            } catch (Refused e) {
                refused++;
            }
            if (step % 20 == 0) {
                fake.heal();
                int ignored = fake.applyHeld();
                nothingDangles();
            }
        }
        fake.heal();
        int ignored = fake.applyHeld();
        seasonPasses(one, two);
        seasonPasses(one, two);
        seasonPasses(one, two);
        nothingDangles();
        nothingIsLeftOver();
        assertThat(needed().season()).isGreaterThan(5);
        System.err.println("collection, seasons: " + needed().season() + ", refused: " + refused + ", deletes: "
                + fake.count(S3Operation.DELETE) + ", left: " + kept().size() + "; dangling references 0");
    }

    private void act(Random random, Node node) {
        String function = "f" + random.nextInt(3);
        switch (random.nextInt(5)) {
            case 0, 1 -> {
                int fuel = 1_000_000 + random.nextInt(3);
                String guest = random.nextBoolean() ? "counter.wasm" : "echo.wasm";
                node.runtime().deploy(function, guest, options -> options.fuel(fuel));
            }
            case 2 -> node.delete(function);
            case 3 -> {
                clock.advance(SEASON.dividedBy(2));
                node.alarm().advance(SEASON.dividedBy(2).toNanos());
            }
            default -> seasonPasses(node);
        }
    }
}
