package dev.dormouse.snapshot.object.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.snapshot.object.Listed;
import dev.dormouse.snapshot.object.ManualClock;
import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.object.ObjectStore.Created;
import dev.dormouse.snapshot.object.StoreUnavailableException;
import dev.dormouse.snapshot.object.s3.fake.Fault;
import dev.dormouse.snapshot.object.s3.fake.S3Fake;
import dev.dormouse.snapshot.object.s3.fake.S3Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Trouble of the server degrades, never corrupts: each fault at each call, once, often and always, then no more. */
class S3TroubleTest {
    private static final long SEED = 20_260_101;
    private static final byte[] KNOWN = "0123456789abcdef".getBytes(UTF_8);
    private static final String KEY = "known/object";

    /** Calls while everything fails: more than the whole budget of repetitions lasts for. */
    private static final int CALLS_AT_FULL_FAILURE = 150;

    private final ManualClock clock = new ManualClock();
    private S3Fake fake;
    private S3ObjectStore store;
    private final List<String> confirmed = new ArrayList<>();
    private int created;

    /** A call of the store, and what it must be true of its answer. */
    enum Verb {
        CREATE(S3Operation.PUT),
        GET(S3Operation.GET),
        PART(S3Operation.GET),
        LIST(S3Operation.LIST),
        DELETE(S3Operation.DELETE);

        private final S3Operation operation;

        Verb(S3Operation operation) {
            this.operation = operation;
        }

        /** Whether its answer has a body that can end too early or too late. */
        boolean hasBody() {
            return this != CREATE && this != DELETE;
        }
    }

    /** Faults that the server answers at once, so that many of them cost no time. */
    private static final List<Fault> QUICK = List.of(
            Fault.slowDown(),
            new Fault.Answer(500, "InternalError"),
            new Fault.Answer(429, "TooManyRequests"),
            new Fault.AppliedThenAnswer(500, "InternalError"),
            new Fault.Reset(),
            new Fault.LostAnswer(),
            new Fault.CutBody());

    /** Faults that end with a time-out of the client. */
    private static final List<Fault> SLOW =
            List.of(new Fault.Silence(), new Fault.SilenceAfterwards(), new Fault.Drip());

    private static Stream<Arguments> quickFaults() {
        return QUICK.stream()
                .flatMap(fault -> Arrays.stream(Verb.values())
                        .filter(verb -> !(fault instanceof Fault.CutBody) || verb.hasBody())
                        .map(verb -> Arguments.of(fault, verb)));
    }

    private static Stream<Arguments> slowFaults() {
        return SLOW.stream()
                .flatMap(fault -> Arrays.stream(Verb.values())
                        .filter(verb -> !(fault instanceof Fault.Drip) || verb.hasBody())
                        .map(verb -> Arguments.of(fault, verb)));
    }

    @BeforeEach
    void open() throws Exception {
        fake = S3Fake.start(clock);
        store = S3Fixtures.open(S3Fixtures.settings(fake, S3Fixtures.PATIENT));
        store.createOnly(KEY, KNOWN);
    }

    @AfterEach
    void close() throws Exception {
        try {
            nothingThatWasConfirmedIsMissing();
        } finally {
            store.close();
            fake.close();
        }
    }

    @ParameterizedTest
    @MethodSource("quickFaults")
    void survivesAFault(Fault fault, Verb verb) throws Exception {
        fake.next(verb.operation, fault);
        int answered = callOften(verb, 1);
        if (verb != Verb.CREATE) {
            assertThat(answered).as("one fault is repeated away").isEqualTo(1);
        }
        assertThat(callOften(verb, 10)).isEqualTo(10);
    }

    @ParameterizedTest
    @MethodSource("quickFaults")
    void saysNothingUntrueWhileAThirdOfItsRequestsFails(Fault fault, Verb verb) throws Exception {
        fake.fail(verb.operation::equals, fault, 0.3, S3Fixtures.random(SEED));
        callOften(verb, 60);
        fake.heal();

        assertThat(callOften(verb, 100)).as("seed %d", SEED).isEqualTo(100);
    }

    @ParameterizedTest
    @MethodSource("quickFaults")
    void asksHardlyMoreOftenWhileNothingIsAnsweredAndRecovers(Fault fault, Verb verb) throws Exception {
        fake.fail(operation -> true, fault, 1, S3Fixtures.random(SEED));
        callOften(verb, CALLS_AT_FULL_FAILURE); // uses the budget up
        long before = fake.count();
        callOften(verb, CALLS_AT_FULL_FAILURE);
        long asked = fake.count() - before;
        fake.heal();

        assertThat(asked).isLessThanOrEqualTo(CALLS_AT_FULL_FAILURE * 12 / 10);
        assertThat(callOften(verb, 100)).as("seed %d", SEED).isEqualTo(100);
    }

    @ParameterizedTest
    @MethodSource("slowFaults")
    void doesNotWaitForAServerThatIsSilentOrDrips(Fault fault, Verb verb) throws Exception {
        try (S3ObjectStore hasty = S3Fixtures.open(S3Fixtures.settings(fake, S3Fixtures.HASTY))) {
            fake.next(verb.operation, fault, fault, fault, fault);
            callOnce(hasty, verb);
        }
        fake.heal();

        assertThat(callOften(verb, 10)).isEqualTo(10);
    }

    /** Says how many of the calls were answered; an answer that is not true fails the test. */
    private int callOften(Verb verb, int times) throws Exception {
        int answered = 0;
        for (int i = 0; i < times; i++) {
            if (callOnce(store, verb)) {
                answered++;
            }
        }
        return answered;
    }

    private boolean callOnce(ObjectStore asked, Verb verb) throws Exception {
        try {
            switch (verb) {
                case CREATE -> create(asked);
                case GET ->
                    assertThat(asked.get(KEY))
                            .hasValueSatisfying(read -> assertThat(read).isEqualTo(KNOWN));
                case PART ->
                    assertThat(asked.get(KEY, 4, 3))
                            .hasValueSatisfying(read -> assertThat(read).isEqualTo("456".getBytes(UTF_8)));
                case LIST ->
                    assertThat(asked.list("known/", "")).extracting(Listed::key).containsExactly(KEY);
                case DELETE -> asked.delete("absent/object");
            }
            return true;
        } catch (StoreUnavailableException e) {
            return false;
        }
    }

    /** A create that was answered is true; one that was not is left alone, as another's slot would be. */
    private void create(ObjectStore asked) throws StoreUnavailableException {
        String key = "created/" + created++;
        byte[] mine = key.getBytes(UTF_8);
        assertThat(asked.createOnly(key, mine)).isEqualTo(Created.CREATED);
        confirmed.add(key);
    }

    private void nothingThatWasConfirmedIsMissing() throws Exception {
        try (S3ObjectStore reader = S3Fixtures.open(S3Fixtures.settings(fake, S3Fixtures.PATIENT))) {
            for (String key : confirmed) {
                assertThat(reader.get(key))
                        .hasValueSatisfying(read -> assertThat(read).isEqualTo(key.getBytes(UTF_8)));
            }
        }
    }
}
