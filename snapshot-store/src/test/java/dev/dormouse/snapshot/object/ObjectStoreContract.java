package dev.dormouse.snapshot.object;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dormouse.snapshot.object.ObjectStore.Created;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every backend promises, whatever is below it. */
public abstract class ObjectStoreContract {
    private static final int WRITERS = 8;

    private ObjectStore store;

    /** An empty store. */
    protected abstract ObjectStore open() throws Exception;

    /** How many keys the race is run for: fewer where each costs a round trip. */
    protected int racedKeys() {
        return 100;
    }

    /** False for a server of S3 that keeps its objects in folders: see ObjectStore, "Keys". */
    protected boolean tellsKeysFromFolders() {
        return true;
    }

    @BeforeEach
    void openStore() throws Exception {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    protected final ObjectStore store() {
        return store;
    }

    @Test
    void givesBackWhatWasCreated() throws Exception {
        byte[] bytes = new byte[70_000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31);
        }

        assertThat(store.createOnly("log/0001/7", bytes)).isEqualTo(Created.CREATED);

        assertThat(store.get("log/0001/7"))
                .hasValueSatisfying(read -> assertThat(read).isEqualTo(bytes));
    }

    @Test
    void keepsAnEmptyObject() throws Exception {
        store.createOnly("empty", new byte[0]);

        assertThat(store.get("empty"))
                .hasValueSatisfying(read -> assertThat(read).isEmpty());
        assertThat(store.list("", ""))
                .singleElement()
                .satisfies(listed -> assertThat(listed.bytes()).isZero());
    }

    @Test
    void saysWhenThereIsNoObject() throws Exception {
        assertThat(store.get("absent")).isEmpty();
        assertThat(store.get("absent", 0, 10)).isEmpty();
    }

    @Test
    void neverOverwrites() throws Exception {
        store.createOnly("slot", utf8("first"));

        assertThat(store.createOnly("slot", utf8("second"))).isEqualTo(Created.OCCUPIED);

        assertThat(text("slot")).isEqualTo("first");
    }

    @Test
    void refusesTheSameBytesAgainToo() throws Exception {
        store.createOnly("slot", utf8("same"));

        assertThat(store.createOnly("slot", utf8("same"))).isEqualTo(Created.OCCUPIED);
    }

    @Test
    void readsAPart() throws Exception {
        store.createOnly("digits", utf8("0123456789"));

        assertThat(part("digits", 2, 3)).isEqualTo("234");
        assertThat(part("digits", 0, 10)).isEqualTo("0123456789");
        assertThat(part("digits", 9, 1)).isEqualTo("9");
    }

    @Test
    void endsAPartWhereTheObjectEnds() throws Exception {
        store.createOnly("digits", utf8("0123456789"));

        assertThat(part("digits", 8, 100)).isEqualTo("89");
        assertThat(part("digits", 10, 1)).isEmpty();
        assertThat(part("digits", 1_000, 1)).isEmpty();
        assertThat(part("digits", 3, 0)).isEmpty();
    }

    @Test
    void letsAKeyAndKeysBelowItStandSideBySide() throws Exception {
        assumeTrue(tellsKeysFromFolders(), "this server keeps objects in folders");
        store.createOnly("a/b", utf8("below"));
        store.createOnly("a", utf8("above"));
        store.createOnly("a/b/c", utf8("deep"));

        assertThat(text("a")).isEqualTo("above");
        assertThat(text("a/b")).isEqualTo("below");
        assertThat(text("a/b/c")).isEqualTo("deep");

        store.delete("a");
        assertThat(store.get("a")).isEmpty();
        assertThat(text("a/b")).isEqualTo("below");
    }

    @Test
    void listsInTheOrderOfBytes() throws Exception {
        assumeTrue(tellsKeysFromFolders(), "this server keeps objects in folders");
        List<String> keys = List.of("a", "a-b", "a.b", "a/b", "a/b/c", "a/b0", "a0", "b/0", "b/00", "b/1");
        List<String> shuffled = new ArrayList<>(keys);
        Collections.shuffle(shuffled, new java.util.Random(7));
        for (String key : shuffled) {
            store.createOnly(key, utf8(key));
        }

        assertThat(keysOf(store.list("", ""))).isEqualTo(keys);
        assertThat(keysOf(store.list("a", ""))).isEqualTo(keys.subList(0, 7));
        assertThat(keysOf(store.list("a/", ""))).containsExactly("a/b", "a/b/c", "a/b0");
        assertThat(keysOf(store.list("a/b", ""))).containsExactly("a/b", "a/b/c", "a/b0");
        assertThat(keysOf(store.list("b/0", ""))).containsExactly("b/0", "b/00");
        assertThat(store.list("none/", "")).isEmpty();
    }

    @Test
    void listsOneFolderInTheOrderOfBytes() throws Exception {
        List<String> keys = List.of("f/-", "f/.a", "f/0", "f/00", "f/1", "f/_", "f/a-b", "f/a.b", "f/a0", "f/b");
        List<String> shuffled = new ArrayList<>(keys);
        Collections.shuffle(shuffled, new java.util.Random(11));
        for (String key : shuffled) {
            store.createOnly(key, utf8(key));
        }
        store.createOnly("e/1", utf8("before"));
        store.createOnly("g/1", utf8("after"));

        assertThat(keysOf(store.list("f/", ""))).isEqualTo(keys);
        assertThat(keysOf(store.list("f/a", ""))).isEqualTo(keys.subList(6, 9));
        for (int i = 0; i < keys.size(); i++) {
            assertThat(keysOf(store.list("f/", keys.get(i)))).isEqualTo(keys.subList(i + 1, keys.size()));
        }
    }

    @Test
    void listsOnFromWhereAPageEnded() throws Exception {
        assumeTrue(tellsKeysFromFolders(), "this server keeps objects in folders");
        List<String> keys = List.of("a", "a/b", "a/b/c", "a0", "b/0", "b/1");
        for (String key : keys) {
            store.createOnly(key, utf8(key));
        }

        for (int i = 0; i < keys.size(); i++) {
            assertThat(keysOf(store.list("", keys.get(i)))).isEqualTo(keys.subList(i + 1, keys.size()));
        }
        assertThat(keysOf(store.list("", "a/b-not-there"))).isEqualTo(keys.subList(2, keys.size()));
        assertThat(keysOf(store.list("b/", "a/b"))).containsExactly("b/0", "b/1");
        assertThat(store.list("a/", "b")).isEmpty();
    }

    @Test
    void givesListsPageByPage() throws Exception {
        int objects = ObjectStore.LIST_MAX + 5;
        for (int i = 0; i < objects; i++) {
            store.createOnly("page/" + (10_000 + i), new byte[] {1});
        }

        List<Listed> first = store.list("page/", "");
        List<Listed> second = store.list("page/", first.getLast().key());

        assertThat(first).hasSize(ObjectStore.LIST_MAX);
        assertThat(second).hasSize(5);
        assertThat(second.getLast().key()).isEqualTo("page/" + (10_000 + objects - 1));
    }

    @Test
    void tellsLengthAndAgeByItsOwnClock() throws Exception {
        store.createOnly("aged", utf8("12345"));

        Listed listed = store.list("aged", "").getFirst();

        assertThat(listed.bytes()).isEqualTo(5);
        assertThat(Duration.between(listed.created(), store.clock()).abs()).isLessThan(Duration.ofMinutes(5));
    }

    @Test
    void deletes() throws Exception {
        store.createOnly("gone", utf8("x"));
        store.createOnly("gone-not", utf8("y"));

        store.delete("gone");
        store.delete("gone");
        store.delete("never-there");

        assertThat(store.get("gone")).isEmpty();
        assertThat(keysOf(store.list("", ""))).containsExactly("gone-not");
    }

    @Test
    void createsAgainWhatWasDeleted() throws Exception {
        store.createOnly("slot", utf8("first"));
        store.delete("slot");

        assertThat(store.createOnly("slot", utf8("second"))).isEqualTo(Created.CREATED);
        assertThat(text("slot")).isEqualTo("second");
    }

    @Test
    void letsExactlyOneOfManyConcurrentCreatesSucceed() throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(WRITERS);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Integer>>> wins = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                int self = writer;
                wins.add(threads.submit(() -> race(self, barrier)));
            }
            List<Integer> all = new ArrayList<>();
            for (Future<List<Integer>> win : wins) {
                all.addAll(win.get());
            }
            assertThat(all).hasSize(racedKeys()).doesNotHaveDuplicates();
        }
    }

    private List<Integer> race(int writer, CyclicBarrier barrier) throws Exception {
        List<Integer> won = new ArrayList<>();
        for (int i = 0; i < racedKeys(); i++) {
            barrier.await();
            byte[] mine = utf8("writer " + writer);
            if (store.createOnly("race/" + i, mine) == Created.CREATED) {
                won.add(i);
                assertThat(text("race/" + i)).isEqualTo("writer " + writer);
            } else {
                assertThat(text("race/" + i)).isNotEqualTo("writer " + writer);
            }
        }
        return won;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/", "/a", "a/", "a//b", ".", "..", "a/../b", "a/.", "A", "a b", "ä", "a+", "a\0b", "a\\b"})
    void refusesKeysThatBreakTheRule(String key) {
        assertThatThrownBy(() -> store.createOnly(key, new byte[1])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.get(key)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.delete(key)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesTheLongestKeyAndRefusesOneMore() throws Exception {
        String part = "x".repeat(127);
        String longest = String.join("/", part, part, part, part + "y");

        assertThat(longest).hasSize(ObjectKeys.MAX_CHARS);
        assertThat(store.createOnly(longest, utf8("long"))).isEqualTo(Created.CREATED);
        assertThat(text(longest)).isEqualTo("long");
        assertThatThrownBy(() -> store.get(longest + "z")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.get("x".repeat(129))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesAPrefixThatNoKeyCanHave() {
        assertThatThrownBy(() -> store.list("../", "")).isInstanceOf(IllegalArgumentException.class);
    }

    protected static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }

    protected static List<String> keysOf(List<Listed> page) {
        return page.stream().map(Listed::key).toList();
    }

    protected final String text(String key) throws Exception {
        return new String(store.get(key).orElseThrow(), UTF_8);
    }

    private String part(String key, long offset, int length) throws Exception {
        return new String(store.get(key, offset, length).orElseThrow(), UTF_8);
    }
}
