package dev.dormouse.snapshot.store;

import static dev.dormouse.snapshot.store.World.agent;
import static dev.dormouse.snapshot.store.World.committed;
import static dev.dormouse.snapshot.store.World.diary;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.RememberedAnswer;
import dev.dormouse.snapshot.format.AgentEntry;
import dev.dormouse.snapshot.format.Images;
import dev.dormouse.snapshot.log.CommitResult;
import dev.dormouse.snapshot.object.Listed;
import dev.dormouse.snapshot.object.StoreRefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SnapshotStoreTest {
    private static final AgentId ANNA = agent("anna");
    private static final AgentId BERTA = agent("berta");

    private final World world = new World();
    private SnapshotStore store;

    @BeforeEach
    void open() throws IOException {
        store = world.process();
    }

    @Test
    void knowsNoAgentBeforeItsFirstMessage() throws Exception {
        assertThat(store.load(ANNA)).isEmpty();
        assertThat(store.describe(ANNA)).isEmpty();
    }

    @Test
    void continuesFromMessageToMessage() throws Exception {
        Snapshot snapshot = World.loadOrFresh(store, ANNA);
        for (String message : List.of("a", "b", "c")) {
            snapshot = committed(world.commit(store, snapshot, message));
        }

        assertThat(snapshot.generation()).isEqualTo(3);
        assertThat(diary(snapshot)).containsExactly("a", "b", "c");
        assertSame(store.load(ANNA).orElseThrow(), snapshot);
    }

    @Test
    void continuesInAnotherProcessAfterACrash() throws Exception {
        Snapshot last = send("a", "b", "c", "d", "e", "f", "g");

        SnapshotStore other = world.process();

        assertSame(other.load(ANNA).orElseThrow(), last);
        assertThat(diary(world.send(other, ANNA, "h"))).endsWith("g", "h");
    }

    @Test
    void continuesInAnotherProcessAfterAnOrderlyEnd() throws Exception {
        Snapshot last = send("a", "b", "c", "d", "e", "f", "g");
        store.close();

        assertSame(world.process().load(ANNA).orElseThrow(), last);
    }

    @Test
    void remembersAnswers() throws Exception {
        send("a", "b");

        Snapshot loaded = world.process().load(ANNA).orElseThrow();

        assertThat(loaded.answerTo("a").orElseThrow().answer()).isEqualTo("done a".getBytes(StandardCharsets.UTF_8));
        assertThat(loaded.answerTo("b")).isPresent();
        assertThat(loaded.answerTo("c")).isEmpty();
    }

    @Test
    void forgetsTheOldestAnswersBeyondTheirNumber() throws Exception {
        for (int i = 0; i < 68; i++) {
            send("m" + i);
        }

        for (Snapshot snapshot : List.of(store.load(ANNA).orElseThrow(), packedAndLoaded())) {
            assertThat(snapshot.state().answers()).hasSize(64);
            assertThat(snapshot.answerTo("m3")).isEmpty();
            assertThat(snapshot.answerTo("m4")).isPresent();
        }
    }

    @Test
    void forgetsAnswersBeyondTheirAge() throws Exception {
        send("old");
        world.clock.advance(Duration.ofHours(23));
        send("recent");
        world.clock.advance(Duration.ofHours(2));
        Snapshot snapshot = send("new");

        assertThat(snapshot.answerTo("old")).isEmpty();
        assertThat(snapshot.answerTo("recent")).isPresent();
    }

    @Test
    void readsOneObjectForAPackedAgent() throws Exception {
        Snapshot last = send("a", "b");
        store.pack(last, new BitSet());
        store.close();
        Counting counting = new Counting();
        world.observer = counting;

        assertSame(world.process().load(ANNA).orElseThrow(), last);

        assertThat(counting.objects).isEqualTo(1);
    }

    @Test
    void packsBehindTheBackOfMessagesWhenTheLogHasGrown() throws Exception {
        send("a", "b", "c");
        assertThat(entry().unpacked()).hasSize(3);

        send("d", "e");

        assertThat(entry().snapshots())
                .extracting(AgentEntry.SnapshotRef::generation)
                .containsExactly(4L);
        assertThat(entry().unpacked()).hasSize(1);
    }

    @Test
    void packsOnceForOneState() throws Exception {
        Snapshot last = send("a", "b");
        store.pack(last, new BitSet());
        store.pack(last, new BitSet());
        store.close();

        assertThat(entry().snapshots()).hasSize(1);
        assertThat(world.objects.list("snapshot/", "")).hasSize(1);
    }

    @Test
    void doesNotPackAnOldState() throws Exception {
        Snapshot old = send("a");
        Snapshot packed = send("b");
        store.pack(packed, new BitSet());
        send("c");

        store.pack(old, new BitSet());
        store.close();

        assertThat(entry().snapshots())
                .extracting(AgentEntry.SnapshotRef::generation)
                .containsExactly(2L);
    }

    @Test
    void fencesACommitOnAnOldState() throws Exception {
        Snapshot old = send("a");
        send("b");

        assertThat(world.commit(store, old, "c")).isInstanceOf(Commit.Fenced.class);
        assertThat(diary(store.load(ANNA).orElseThrow())).containsExactly("a", "b");
    }

    @Test
    void fencesASecondBirth() throws Exception {
        Snapshot unborn = World.loadOrFresh(store, ANNA);
        send("a");

        assertThat(world.commit(store, unborn, "b")).isInstanceOf(Commit.Fenced.class);
    }

    @Test
    void forksAnAgentAndBothGoTheirOwnWays() throws Exception {
        Snapshot anna = send("a", "b");

        Snapshot berta = committed(store.fork(anna, BERTA));
        world.send(store, BERTA, "c");
        send("d");

        assertThat(berta.generation()).isEqualTo(1);
        SnapshotStore other = world.process();
        assertThat(diary(other.load(BERTA).orElseThrow())).containsExactly("a", "b", "c");
        assertThat(diary(other.load(ANNA).orElseThrow())).containsExactly("a", "b", "d");
        assertThat(other.load(BERTA).orElseThrow().answerTo("a")).isEmpty();
    }

    @Test
    void doesNotForkOntoAnAgentThatIsThere() throws Exception {
        world.send(store, BERTA, "x");

        assertThat(store.fork(send("a"), BERTA)).isInstanceOf(Commit.Fenced.class);
        assertThat(diary(store.load(BERTA).orElseThrow())).containsExactly("x");
    }

    @Test
    void revertsToAnyGenerationThatIsKept() throws Exception {
        store.pack(send("a", "b"), new BitSet());
        send("c");

        Snapshot reverted = committed(store.revert(ANNA, 2).orElseThrow());

        assertThat(reverted.generation()).isEqualTo(4);
        assertThat(diary(reverted)).containsExactly("a", "b");
        assertThat(reverted.answerTo("c")).as("stays answered").isPresent();
        assertSame(world.process().load(ANNA).orElseThrow(), reverted);
        assertThat(store.revert(ANNA, 3)).isEmpty();
        assertThat(store.revert(BERTA, 1)).isEmpty();
    }

    @Test
    void movesAnAgentToAnotherRevision() throws Exception {
        Snapshot before = send("a");

        Snapshot moved = committed(store.replace(
                before,
                World.NEXT_REVISION,
                World.NEXT_BASE,
                Images.withVariable(World.NEXT_BASE.image().image(), "diary", "moved")));
        Snapshot after = committed(world.commit(store, moved, "b"));

        Snapshot loaded = world.process().load(ANNA).orElseThrow();
        assertSame(loaded, after);
        assertThat(loaded.revision()).isEqualTo(World.NEXT_REVISION);
        assertThat(diary(loaded)).containsExactly("moved", "b");
    }

    @Test
    void restartsAnAgentOnAnotherRevisionAndKeepsItsAnswers() throws Exception {
        for (boolean packed : new boolean[] {false, true}) {
            Snapshot before = send("a" + packed, "b" + packed);
            if (packed) {
                store.pack(before, new BitSet());
                before = send("c");
            }

            Snapshot restarted =
                    committed(store.restart(store.describe(ANNA).orElseThrow(), World.NEXT_REVISION, World.NEXT_BASE));

            assertThat(restarted.generation()).isEqualTo(before.generation() + 1);
            assertThat(restarted.revision()).isEqualTo(World.NEXT_REVISION);
            assertThat(messages(restarted)).isEqualTo(messages(before)).isNotEmpty();
            assertThat(diary(restarted)).isEmpty();
            assertSame(world.process().load(ANNA).orElseThrow(), restarted);
        }
    }

    private static List<String> messages(Snapshot snapshot) {
        return snapshot.state().answers().stream()
                .map(RememberedAnswer::message)
                .toList();
    }

    @Test
    void aRestartOfAnAgentThatHasGoneOnIsFenced() throws Exception {
        send("a");
        AgentEntry seen = store.describe(ANNA).orElseThrow();
        send("b");

        assertThat(store.restart(seen, World.NEXT_REVISION, World.NEXT_BASE)).isInstanceOf(Commit.Fenced.class);
    }

    @Test
    void deletesAnAgentAndLetsItBeBornAgain() throws Exception {
        Snapshot old = send("a", "b");

        assertThat(store.delete(ANNA)).isInstanceOf(CommitResult.Committed.class);

        assertThat(store.load(ANNA)).isEmpty();
        assertThat(world.process().load(ANNA)).isEmpty();
        assertThat(world.commit(store, old, "c")).isInstanceOf(Commit.Fenced.class);
        assertThat(diary(world.send(store, ANNA, "new"))).containsExactly("new");
        assertThat(world.commit(store, old, "c")).isInstanceOf(Commit.Fenced.class);
    }

    @Test
    void deletesWhatIsNotThere() throws Exception {
        assertThat(store.delete(ANNA)).isInstanceOf(CommitResult.Committed.class);
    }

    @Test
    void listsAgentsOfAFunctionByKeyAndPage() throws Exception {
        for (String key : List.of("d", "a", "c", "b")) {
            world.send(store, agent(key), "m");
        }

        assertThat(store.list(World.FUNCTION, "", 3))
                .extracting(entry -> entry.agent().key())
                .containsExactly("a", "b", "c");
        assertThat(store.list(World.FUNCTION, "c", 3))
                .extracting(entry -> entry.agent().key())
                .containsExactly("d");
        assertThat(store.list(new FunctionName("other"), "", 3)).isEmpty();
    }

    @Test
    void writesAnIndexNowAndThenAndReadsOnlyWhatFollows() throws Exception {
        for (int i = 0; i < 30; i++) {
            send("m" + i);
        }
        List<Listed> indexes = world.objects.list("index/", "");
        assertThat(indexes).hasSizeBetween(2, 4);

        assertThat(diary(world.process().load(ANNA).orElseThrow())).hasSize(30);
    }

    @Test
    void deletesSegmentsIndexesAndSnapshotsLongAfterTheyAreReplaced() throws Exception {
        for (int i = 0; i < 60; i++) {
            send("m" + i);
        }
        int before = world.objects.list("", "").size();
        store.collect();
        assertThat(world.objects.list("", "")).as("nothing is old yet").hasSize(before);

        world.clock.advance(Duration.ofHours(25));
        send("last");
        store.checkpoint();
        store.collect();

        assertThat(world.objects.list("log/", "").size()).isLessThan(16);
        assertThat(world.objects.list("index/", "").size()).isLessThanOrEqualTo(3);
        assertThat(world.objects.list("snapshot/", "").size()).isLessThanOrEqualTo(4);
        assertThat(diary(world.process().load(ANNA).orElseThrow())).hasSize(61);
    }

    @Test
    void deletesWhatIsLongReplacedWithoutBeingTold() throws Exception {
        for (int day = 0; day < 3; day++) {
            for (int i = 0; i < 60; i++) {
                send("m" + day + "-" + i);
            }
            world.clock.advance(Duration.ofHours(25));
        }
        for (int i = 0; i < 20; i++) {
            send("last" + i);
        }

        // Of 200 commits with a snapshot after every fourth, those of the last round and the retained ones.
        assertThat(world.objects.list("snapshot/", "").size()).isLessThan(30);
        assertThat(world.objects.list("log/", "").size()).isLessThan(100);
        assertThat(diary(world.process().load(ANNA).orElseThrow())).hasSize(200);
    }

    @Test
    void deletesTheSnapshotsOfADeletedAgent() throws Exception {
        store.pack(send("a"), new BitSet());
        store.delete(ANNA);
        world.clock.advance(Duration.ofHours(25));

        store.collect();

        assertThat(world.objects.list("snapshot/", "")).isEmpty();
    }

    @Test
    void keepsTheNumberOfPartitionsThatTheStoreHas() throws Exception {
        send("a");
        world.settings = new StoreSettings(7, World.QUICK, 4, 1 << 20, 16, 1 << 10, Duration.ofHours(1), 16);

        assertThat(diary(world.process().load(ANNA).orElseThrow())).containsExactly("a");
    }

    @Test
    void refusesAStoreOfALaterRelease() throws Exception {
        World later = new World();
        later.objects.createOnly(StoreLayout.KEY, "dormouse store version 2\n".getBytes(StandardCharsets.US_ASCII));

        assertThatThrownBy(later::process)
                .isInstanceOf(StoreRefusedException.class)
                .hasMessageContaining("version 2");
    }

    @Test
    void answersForATooBigMessageAreStillRememberedForTheNewest() throws Exception {
        Snapshot from = World.loadOrFresh(store, ANNA);
        var big = new dev.dormouse.snapshot.RememberedAnswer("big", new byte[100_000], world.clock.millis());
        Snapshot after = committed(store.commit(from, from.image(), Optional.of(big), new BitSet()));

        assertThat(after.answerTo("big")).isPresent();
        assertThat(send("next").answerTo("big")).isEmpty();
    }

    private Snapshot packedAndLoaded() throws IOException {
        store.pack(store.load(ANNA).orElseThrow(), new BitSet());
        store.close();
        return world.process().load(ANNA).orElseThrow();
    }

    private Snapshot send(String... messages) throws IOException {
        Snapshot last = World.loadOrFresh(store, ANNA);
        for (String message : messages) {
            last = world.send(store, ANNA, message);
        }
        return last;
    }

    private AgentEntry entry() throws IOException {
        return store.describe(ANNA).orElseThrow();
    }

    private static void assertSame(Snapshot found, Snapshot expected) {
        assertThat(found.generation()).isEqualTo(expected.generation());
        assertThat(found.tip()).isEqualTo(expected.tip());
        assertThat(found.revision()).isEqualTo(expected.revision());
        assertThat(Images.same(found.image(), expected.image())).isTrue();
        assertThat(found.state().answers())
                .usingRecursiveComparison()
                .isEqualTo(expected.state().answers());
    }

    private static final class Counting implements dev.dormouse.snapshot.SnapshotStoreObserver {
        private int objects;

        @Override
        public void loaded(AgentId agent, int read, long bytes, long nanos) {
            objects += read;
        }
    }
}
