package dev.dormouse.snapshot.object.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.snapshot.object.ManualClock;
import dev.dormouse.snapshot.object.ObjectStore.Created;
import dev.dormouse.snapshot.object.StoreRefusedException;
import dev.dormouse.snapshot.object.StoreUnavailableException;
import dev.dormouse.snapshot.object.s3.fake.Fault;
import dev.dormouse.snapshot.object.s3.fake.S3Fake;
import dev.dormouse.snapshot.object.s3.fake.S3Operation;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How answers and their absence are read: whose a slot is, and what is only not known. */
class S3ObjectStoreTest {
    private static final String SLOT = "log/0001/7";

    private final ManualClock clock = new ManualClock();
    private S3Fake fake;
    private S3ObjectStore store;

    @BeforeEach
    void open() throws Exception {
        fake = S3Fake.start(clock);
        store = S3Fixtures.open(S3Fixtures.settings(fake, S3Fixtures.PATIENT));
    }

    @AfterEach
    void close() {
        store.close();
        fake.close();
    }

    private static Fault[] appliedThoughNotAnswered() {
        return new Fault[] {
            new Fault.LostAnswer(),
            new Fault.AppliedThenAnswer(500, "InternalError"),
            new Fault.AppliedThenAnswer(503, "SlowDown"),
            new Fault.AppliedThenAnswer(429, "TooManyRequests"),
            new Fault.AppliedThenAnswer(412, "PreconditionFailed"),
            new Fault.AppliedThenAnswer(409, "ConditionalRequestConflict")
        };
    }

    @ParameterizedTest
    @MethodSource("appliedThoughNotAnswered")
    void recognisesItsOwnCreateWhoseAnswerWasLost(Fault fault) throws Exception {
        fake.next(S3Operation.PUT, fault);

        assertThat(store.createOnly(SLOT, bytes("mine"))).isEqualTo(Created.CREATED);

        assertThat(fake.count(S3Operation.PUT)).isEqualTo(1);
        assertThat(read()).isEqualTo("mine");
    }

    @ParameterizedTest
    @MethodSource("appliedThoughNotAnswered")
    void doesNotTakeAnothersObjectForItsOwnThoughTheBytesAreEqual(Fault fault) throws Exception {
        store.createOnly(SLOT, bytes("same"));
        fake.next(S3Operation.PUT, fault);

        assertThat(store.createOnly(SLOT, bytes("same"))).isEqualTo(Created.OCCUPIED);
    }

    @Test
    void saysThatItDoesNotKnowWhatBecameOfACreateThatDidNotArrive() throws Exception {
        fake.next(S3Operation.PUT, new Fault.Reset());

        assertThatThrownBy(() -> store.createOnly(SLOT, bytes("mine")))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("Could not create 'log/0001/7' in s3://dormouse/tests/one at http://127.0.0.1:");

        assertThat(fake.count(S3Operation.PUT)).isEqualTo(1);
        assertThat(store.get(SLOT)).isEmpty();
    }

    @Test
    void isNotFooledByACreateThatArrivesLate() throws Exception {
        fake.next(S3Operation.PUT, new Fault.Held());
        assertThatThrownBy(() -> store.createOnly(SLOT, bytes("late"))).isInstanceOf(StoreUnavailableException.class);

        assertThat(store.createOnly(SLOT, bytes("next"))).isEqualTo(Created.CREATED);
        assertThat(fake.applyHeld()).isEqualTo(1);

        assertThat(read()).isEqualTo("next");
    }

    @Test
    void tellsThatTheSlotIsTakenWhenTheLateCreateWasFaster() throws Exception {
        fake.next(S3Operation.PUT, new Fault.Held());
        assertThatThrownBy(() -> store.createOnly(SLOT, bytes("late"))).isInstanceOf(StoreUnavailableException.class);
        fake.applyHeld();

        assertThat(store.createOnly(SLOT, bytes("next"))).isEqualTo(Created.OCCUPIED);
        assertThat(read()).isEqualTo("late");
    }

    @Test
    void looksAndSendsTheSameAgainAfterAConflict() throws Exception {
        fake.next(
                S3Operation.PUT,
                new Fault.Answer(409, "ConditionalRequestConflict"),
                new Fault.Answer(409, "ConditionalRequestConflict"));

        assertThat(store.createOnly(SLOT, bytes("mine"))).isEqualTo(Created.CREATED);

        assertThat(fake.count(S3Operation.HEAD)).isEqualTo(2);
        assertThat(fake.count(S3Operation.PUT)).isEqualTo(3);
    }

    @Test
    void givesUpAfterSomeConflicts() {
        fake.fail(S3Operation.PUT::equals, new Fault.Answer(409, "OperationAborted"), 1, S3Fixtures.random(1));

        assertThatThrownBy(() -> store.createOnly(SLOT, bytes("mine")))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("409 OperationAborted")
                .hasMessageContaining("full");
        assertThat(fake.count(S3Operation.PUT)).isEqualTo(S3Fixtures.PATIENT.attempts());
    }

    @Test
    void treatsAMissingBucketAsNoAnswerAndNotAsAMissingObject() {
        fake.fail(operation -> true, new Fault.Answer(404, "NoSuchBucket"), 1, S3Fixtures.random(1));

        assertThatThrownBy(() -> store.get(SLOT))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("Create the bucket");
        assertThatThrownBy(() -> store.get(SLOT, 0, 1)).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> store.createOnly(SLOT, bytes("x"))).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void doesNotRepeatWhatIsForbidden() {
        fake.fail(operation -> true, new Fault.Answer(403, "AccessDenied"), 1, S3Fixtures.random(1));
        long before = fake.count();

        assertThatThrownBy(() -> store.get(SLOT))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("403 AccessDenied")
                .hasMessageContaining("s3:GetObject");
        assertThat(fake.count() - before).isEqualTo(1);
    }

    @Test
    void fetchesAgainWhatWasDamagedOnItsWay() throws Exception {
        store.createOnly(SLOT, bytes("0123456789"));
        fake.next(S3Operation.GET, new Fault.WrongByte());
        assertThat(read()).isEqualTo("0123456789");

        fake.next(S3Operation.GET, new Fault.ShortBody());
        assertThat(read()).isEqualTo("0123456789");
    }

    @Test
    void handsOnWhatIsDamagedWhereItLies() throws Exception {
        store.createOnly(SLOT, bytes("0123456789"));
        fake.damage("tests/one/" + SLOT);

        assertThat(store.get(SLOT)).hasValueSatisfying(read -> assertThat(read).hasSize(10));
        assertThat(read()).isNotEqualTo("0123456789");
        assertThat(fake.count(S3Operation.GET)).isEqualTo(4);
    }

    @Test
    void takesTheTimeFromTheServersAnswersOnly() throws Exception {
        clock.advance(Duration.ofDays(3));
        store.get("absent");
        assertThat(store.clock()).isEqualTo(clock.instant());

        clock.advance(Duration.ofDays(-2));
        store.get("absent");
        assertThat(store.clock()).isEqualTo(clock.instant());
    }

    @Test
    void passesOverObjectsThatCannotBeItsOwn() throws Exception {
        store.createOnly("a", bytes("x"));
        fake.putForeign("tests/one/", new byte[0]);
        fake.putForeign("tests/one/Folder/", new byte[0]);
        fake.putForeign("tests/other", new byte[0]);

        assertThat(store.list("", ""))
                .singleElement()
                .satisfies(listed -> assertThat(listed.key()).isEqualTo("a"));
    }

    @Test
    void staysBelowItsPrefix() throws Exception {
        store.createOnly("a", bytes("x"));

        assertThat(fake.keys()).containsExactly("tests/one/a");
    }

    @Test
    void usesAWholeBucketToo() throws Exception {
        S3Settings whole = S3Fixtures.settings(fake.endpoint(), S3Fake.BUCKET, "", S3Fixtures.PATIENT);
        try (S3ObjectStore all = S3Fixtures.open(whole)) {
            all.createOnly("a", bytes("x"));
            assertThat(fake.keys()).containsExactly("a");
            assertThat(all.list("", "")).hasSize(1);
        }
    }

    @Test
    void refusesABucketThatIsNotThere() {
        S3Settings elsewhere = S3Fixtures.settings(fake.endpoint(), "elsewhere", "x", S3Fixtures.PATIENT);

        assertThatThrownBy(() -> S3Fixtures.open(elsewhere))
                .isInstanceOf(StoreRefusedException.class)
                .hasMessageContaining("s3://elsewhere/x at http://127.0.0.1:")
                .hasMessageContaining("404 NoSuchBucket")
                .hasMessageContaining("Create the bucket");
    }

    @Test
    void refusesAPlaceThatTheCredentialsDoNotOpen() {
        fake.next(S3Operation.LIST, new Fault.Answer(403, "InvalidAccessKeyId"));

        assertThatThrownBy(() -> S3Fixtures.open(S3Fixtures.settings(fake, S3Fixtures.PATIENT)))
                .isInstanceOf(StoreRefusedException.class)
                .hasMessageContaining("403 InvalidAccessKeyId")
                .hasMessageContaining("AWS_ACCESS_KEY_ID");
    }

    @Test
    void refusesAServerWhoseAnswersSayNothingOfTheTime() {
        fake.sayNothingOfTheTime();

        assertThatThrownBy(() -> S3Fixtures.open(S3Fixtures.settings(fake, S3Fixtures.PATIENT)))
                .isInstanceOf(StoreRefusedException.class)
                .hasMessageContaining("Date header");
    }

    @Test
    void saysThatAServerCannotBeReached() {
        fake.close();

        assertThatThrownBy(() -> S3Fixtures.open(S3Fixtures.settings(fake, S3Fixtures.PATIENT)))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("Look whether the server runs");
    }

    @Test
    void refusesSettingsThatCannotBeMeant() {
        assertThatThrownBy(() -> S3Settings.of("", "", Optional.empty())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> S3Settings.of("a", "/b", Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> S3Settings.of("a", "b c", Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'b c'");
        assertThat(S3Settings.of("a", "Teams/Ada_1", Optional.empty()).place()).isEqualTo("s3://a/Teams/Ada_1");
        assertThatThrownBy(() -> S3Settings.of("a", "b", Optional.of(URI.create("ftp://c"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("http://");
    }

    @Test
    void showsNoSecret() {
        assertThat(S3Fixtures.settings(fake, S3Fixtures.PATIENT).toString())
                .contains("[key]")
                .doesNotContain("secret]");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private String read() throws Exception {
        return new String(store.get(SLOT).orElseThrow(), UTF_8);
    }
}
