package dev.dormouse.invoker.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.invoker.Refused;
import dev.dormouse.invoker.host.GuestStyle;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.ModuleDigest;
import dev.dormouse.snapshot.RevisionId;
import dev.dormouse.snapshot.format.SealedObjects;
import dev.dormouse.snapshot.log.EventLog;
import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.object.memory.HeapObjectStore;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DurableRegistryTest {
    private static final FunctionName HELLO = new FunctionName("hello");
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Precondition ANY = new Precondition.None();

    private static final Duration FRESHNESS = Duration.ofSeconds(2);

    private static final SealedObjects SEAL = new SealedObjects(
            new byte[SealedObjects.SECRET_BYTES], SealedObjects.Mode.AUTHENTICATED, new SecureRandom());

    private final ObjectStore store = new HeapObjectStore(InstantSource.fixed(NOW), 1 << 20);
    private final SplittableRandom nonces = new SplittableRandom(7);
    private final AtomicLong now = new AtomicLong();
    private final DurableRegistry registry = open(RegistrySettings.DEFAULT);

    private DurableRegistry open(RegistrySettings settings) {
        try {
            EventLog log = new EventLog(store, "registry", SEAL, nonces.split());
            return DurableRegistry.open(log, settings, InstantSource.fixed(NOW), now::get, Runnable::run);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static FunctionView deploy(DurableRegistry registry, FunctionName function, boolean promote) {
        return registry.record(function, ANY, promote, DurableRegistryTest::revision);
    }

    private static Revision revision(RevisionId id) {
        ModuleDigest digest = ModuleDigest.of(id.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        RevisionView view = new RevisionView(
                id,
                GuestStyle.EXTISM,
                "handle",
                digest,
                10,
                65_536,
                1_000,
                1_000,
                4,
                Durability.BEFORE_REPLY,
                AgentPolicy.STAY,
                Map.of("A", "b"),
                Map.of(),
                null,
                NOW);
        return new Revision(view, digest, "bases/" + id.number(), 0, 0);
    }

    private int resolved(DurableRegistry from, String alias) {
        return from.resolve(HELLO, alias, new SplittableRandom(1))
                .orElseThrow()
                .id()
                .number();
    }

    @Test
    void aDeployMakesTheNextRevisionAndMovesLive() {
        deploy(registry, HELLO, true);
        FunctionView view = deploy(registry, HELLO, true);

        assertThat(view.latestRevision()).isEqualTo(2);
        assertThat(resolved(registry, "live")).isEqualTo(2);
        assertThat(registry.revision(new RevisionId(HELLO, 1)).env()).containsEntry("A", "b");
    }

    @Test
    void aDeployWithoutPromotionLeavesLiveWhereItIs() {
        deploy(registry, HELLO, true);
        deploy(registry, HELLO, false);
        assertThat(resolved(registry, "live")).isEqualTo(1);
        assertThat(registry.resolve(HELLO, 2)).isPresent();
    }

    @Test
    void theFirstRevisionIsAlwaysLive() {
        deploy(registry, HELLO, false);
        assertThat(resolved(registry, "live")).isEqualTo(1);
    }

    @Test
    void everythingIsThereAgainAfterAnotherOpen() {
        deploy(registry, HELLO, true);
        deploy(registry, HELLO, true);
        registry.putAlias(HELLO, new AliasName("canary"), List.of(new AliasTarget(1, 1)), ANY);
        deploy(registry, new FunctionName("gone"), true);
        registry.delete(new FunctionName("gone"), ANY);

        DurableRegistry again = open(RegistrySettings.DEFAULT);

        assertThat(again.functions(first(10))).isEqualTo(registry.functions(first(10)));
        assertThat(again.revisions(HELLO, first(10))).isEqualTo(registry.revisions(HELLO, first(10)));
        assertThat(resolved(again, "canary")).isEqualTo(1);
        assertThat(again.resolve(HELLO, 2)).isEqualTo(registry.resolve(HELLO, 2));
    }

    @Test
    void twoProcessesOnOneStoreSeeOneHistory() {
        DurableRegistry other = open(RegistrySettings.DEFAULT);
        deploy(registry, HELLO, true);
        FunctionView second = deploy(other, HELLO, true);
        FunctionView third = deploy(registry, HELLO, true);

        assertThat(second.latestRevision()).isEqualTo(2);
        assertThat(third.latestRevision()).isEqualTo(3);
        assertThat(registry.resolve(HELLO, 2)).isEqualTo(other.resolve(HELLO, 2));
    }

    @Test
    void aFunctionOfAnotherProcessIsFoundWhenItIsTimeToLookAgain() {
        DurableRegistry other = open(RegistrySettings.DEFAULT.shared(FRESHNESS));
        deploy(registry, HELLO, true);
        assertThat(other.resolve(HELLO, 1)).isEmpty();

        now.addAndGet(FRESHNESS.toNanos());

        assertThat(other.resolve(HELLO, 1)).isPresent();
    }

    @Test
    void anAliasThatAnotherProcessMovedIsFollowedByTheInvocationAfterTheNext() {
        deploy(registry, HELLO, true);
        DurableRegistry other = open(RegistrySettings.DEFAULT.shared(FRESHNESS));
        deploy(registry, HELLO, true);
        now.addAndGet(FRESHNESS.toNanos());

        assertThat(resolved(other, "live")).isEqualTo(1);
        assertThat(resolved(other, "live")).isEqualTo(2);
    }

    @Test
    void listsShowWhatOtherProcessesDeployed() {
        DurableRegistry other = open(RegistrySettings.DEFAULT.shared(FRESHNESS));
        deploy(registry, HELLO, true);
        now.addAndGet(FRESHNESS.toNanos());

        assertThat(other.functions(first(10)).items()).hasSize(1);
        deploy(registry, HELLO, true);
        now.addAndGet(FRESHNESS.toNanos());
        assertThat(other.function(HELLO).latestRevision()).isEqualTo(2);
    }

    @Test
    void numbersAndVersionsAreNotGivenTwiceAfterADelete() {
        long version = deploy(registry, HELLO, true).version();
        registry.delete(HELLO, ANY);
        assertThat(registry.resolve(HELLO, "live", new SplittableRandom(1))).isEmpty();
        assertRefused(Refused.Kind.NOT_FOUND, () -> registry.function(HELLO));

        FunctionView again = deploy(registry, HELLO, true);
        assertThat(again.latestRevision()).isEqualTo(2);
        assertThat(again.version()).isGreaterThan(version);
        assertThat(registry.resolve(HELLO, 1)).isEmpty();
        assertThat(registry.resolve(HELLO, 2)).isPresent();
    }

    @Test
    void weightsDivideTheInvocations() {
        deploy(registry, HELLO, true);
        deploy(registry, HELLO, true);
        registry.putAlias(HELLO, AliasName.LIVE, List.of(new AliasTarget(1, 3), new AliasTarget(2, 1)), ANY);

        SplittableRandom random = new SplittableRandom(42);
        Map<Integer, Integer> drawn = new TreeMap<>();
        for (int i = 0; i < 4_000; i++) {
            drawn.merge(
                    registry.resolve(HELLO, "live", random).orElseThrow().id().number(), 1, Integer::sum);
        }
        assertThat(drawn.get(1)).isBetween(2_850, 3_150);
        assertThat(drawn).containsOnlyKeys(1, 2);
    }

    @Test
    void puttingAnAliasWhereItIsChangesNothing() {
        deploy(registry, HELLO, true);
        long version = registry.function(HELLO).version();
        AliasView same = registry.putAlias(HELLO, AliasName.LIVE, List.of(new AliasTarget(1, 1)), ANY);
        assertThat(registry.function(HELLO).version()).isEqualTo(version);
        assertThat(same.version()).isEqualTo(version);
    }

    @Test
    void refusesAChangeWhosePreconditionDoesNotHold() {
        long version = deploy(registry, HELLO, true).version();
        assertRefused(
                Refused.Kind.PRECONDITION_FAILED,
                () -> registry.delete(HELLO, new Precondition.AtVersion(version + 1)));
        assertRefused(
                Refused.Kind.PRECONDITION_FAILED,
                () -> registry.record(HELLO, new Precondition.Absent(), true, DurableRegistryTest::revision));
        registry.delete(HELLO, new Precondition.AtVersion(version));
    }

    @Test
    void refusesAliasesThatMakeNoSense() {
        deploy(registry, HELLO, true);
        AliasName alias = new AliasName("canary");
        assertRefused(Refused.Kind.BAD_INPUT, () -> registry.putAlias(HELLO, alias, List.of(), ANY));
        assertRefused(
                Refused.Kind.BAD_INPUT, () -> registry.putAlias(HELLO, alias, List.of(new AliasTarget(9, 1)), ANY));
        assertRefused(
                Refused.Kind.BAD_INPUT,
                () -> registry.putAlias(HELLO, alias, List.of(new AliasTarget(1, 1), new AliasTarget(1, 2)), ANY));
        assertRefused(Refused.Kind.CONFLICT, () -> registry.deleteAlias(HELLO, AliasName.LIVE, ANY));
        assertRefused(Refused.Kind.NOT_FOUND, () -> registry.deleteAlias(HELLO, alias, ANY));
    }

    @Test
    void refusesWhatIsBeyondItsBounds() {
        DurableRegistry small = open(new RegistrySettings(1, 2, 2, Duration.ZERO));
        deploy(small, HELLO, true);
        deploy(small, HELLO, true);
        assertRefused(Refused.Kind.CONFLICT, () -> deploy(small, HELLO, true));
        assertRefused(Refused.Kind.CONFLICT, () -> deploy(small, new FunctionName("another"), true));
        small.putAlias(HELLO, new AliasName("a"), List.of(new AliasTarget(1, 1)), ANY);
        assertRefused(
                Refused.Kind.CONFLICT,
                () -> small.putAlias(HELLO, new AliasName("b"), List.of(new AliasTarget(1, 1)), ANY));
    }

    @Test
    void pagesThroughListsWithoutLossOrRepeat() {
        List<String> names = List.of("a", "b", "c", "d", "e");
        names.forEach(name -> deploy(registry, new FunctionName(name), true));
        for (int i = 0; i < 4; i++) {
            deploy(registry, new FunctionName("c"), true);
        }

        List<String> seen = new ArrayList<>();
        Optional<String> after = Optional.empty();
        do {
            Page<FunctionView> page = registry.functions(new PageRequest(after, 2));
            page.items().forEach(view -> seen.add(view.name().value()));
            after = page.next();
        } while (after.isPresent());
        assertThat(seen).isEqualTo(names);

        Page<RevisionView> newest = registry.revisions(new FunctionName("c"), first(2));
        Page<RevisionView> older = registry.revisions(new FunctionName("c"), new PageRequest(newest.next(), 10));
        assertThat(newest.items()).extracting(view -> view.id().number()).containsExactly(5, 4);
        assertThat(older.items()).extracting(view -> view.id().number()).containsExactly(3, 2, 1);
        assertRefused(Refused.Kind.BAD_INPUT, () -> registry.functions(new PageRequest(Optional.of("NOT A NAME"), 2)));
    }

    private static PageRequest first(int limit) {
        return new PageRequest(Optional.empty(), limit);
    }

    private static void assertRefused(Refused.Kind kind, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.kind()).isEqualTo(kind));
    }

    @Test
    void aSeasonBeginsOnceWhoeverWasFirst() throws Exception {
        DurableRegistry other = open(RegistrySettings.DEFAULT);
        deploy(registry, HELLO, true);
        registry.beginSeasonAfter(0, NOW);
        other.beginSeasonAfter(0, NOW.plusSeconds(1));

        assertThat(registry.season()).isEqualTo(1);
        assertThat(other.season()).isEqualTo(1);
        assertThat(open(RegistrySettings.DEFAULT).seasonBegan()).isEqualTo(NOW);
    }

    @Test
    void aRevisionWhoseObjectsAreCondemnedIsNotRecordedThoughTheWriterHadNotHeardOfTheSeason() throws Exception {
        DurableRegistry slow = open(RegistrySettings.DEFAULT);
        deploy(registry, new FunctionName("other"), true);
        registry.beginSeasonAfter(0, NOW);
        registry.beginSeasonAfter(1, NOW);

        assertThatThrownBy(() -> deploy(slow, HELLO, true)).isInstanceOf(CondemnedObjectException.class);
        assertThat(open(RegistrySettings.DEFAULT).resolve(HELLO, 1)).isEmpty();
    }
}
