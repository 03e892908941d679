package dev.dormouse.snapshot.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.format.AgentState;
import dev.dormouse.snapshot.format.SnapshotCodec;
import dev.dormouse.snapshot.format.SnapshotHead;
import dev.dormouse.snapshot.object.Listed;
import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.object.memory.HeapObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every object of a store of agents is damaged, exchanged and taken away. A process that begins then gives each agent as
 * it was when it last answered, or refuses to: never as it was before, and never as another one.
 */
class DamagedStoreTest {
    private static final int AGENTS = 3;
    private static final int MESSAGES = 60;
    private static final int SPREAD = 64;

    private final Map<String, byte[]> stored = new TreeMap<>();
    private final Map<AgentId, List<String>> newest =
            new TreeMap<>((a, b) -> a.key().compareTo(b.key()));
    private int tried;
    private int refused;
    private int right;

    /** Snapshots, segments and indexes of several ages; the later commits of each agent are in no snapshot. */
    @BeforeEach
    void fill() throws IOException {
        World world = new World();
        SnapshotStore store = world.process();
        for (int i = 0; i < MESSAGES; i++) {
            AgentId agent = World.agent("agent" + i % AGENTS);
            newest.put(agent, World.diary(world.send(store, agent, "m" + i)));
        }
        for (Listed object : world.objects.list("", "")) {
            stored.put(object.key(), world.objects.get(object.key()).orElseThrow());
        }
        assertThat(stored.keySet()).anyMatch(key -> key.startsWith("snapshot/"));
        assertThat(stored.keySet()).anyMatch(key -> key.startsWith("index/"));
        assertThat(stored.keySet()).anyMatch(key -> key.startsWith("log/"));
        stored.remove("store/layout"); // written anew by the next process, the same
    }

    @Test
    void givesNobodyAnOldStateOrAnothersWhateverObjectIsDamaged() throws Exception {
        for (String key : stored.keySet()) {
            byte[] bytes = bytes(key);
            for (int offset : spread(bytes.length)) {
                byte[] flipped = bytes.clone();
                flipped[offset] ^= (byte) (1 << offset % 8);
                tryWith(key, flipped, "flipped at " + offset);
                tryWith(key, Arrays.copyOf(bytes, offset), "cut to " + offset);
            }
            tryWith(key, new byte[bytes.length], "all zero");
        }
        say("damaged");
    }

    @Test
    void givesNobodyAnOldStateOrAnothersWhicheverObjectsAreExchanged() throws Exception {
        for (String key : stored.keySet()) {
            for (String other : stored.keySet()) {
                if (!key.equals(other) && folder(key).equals(folder(other))) {
                    tryWith(key, bytes(other), "in its place " + other);
                }
            }
        }
        say("exchanged");
    }

    /** Sealed and with checksums that fit: only the head says that it is another's, or of another time. */
    @Test
    void givesNobodyASnapshotWhoseHeadIsNotTheirs() throws Exception {
        AgentState empty = new AgentState(World.BASE.image().image(), List.of());
        for (String key : stored.keySet()) {
            if (key.startsWith("snapshot/")) {
                SnapshotHead head = SnapshotCodec.decode(key, World.SEAL.open(key, bytes(key)))
                        .head();
                for (SnapshotHead wrong : List.of(
                        new SnapshotHead(
                                World.agent("other"), head.tip(), head.generation(), head.revision(), head.base()),
                        new SnapshotHead(
                                head.agent(), head.tip(), head.generation() + 1, head.revision(), head.base()))) {
                    byte[] made = SnapshotCodec.encode(key, wrong, World.BASE.image(), empty, new BitSet());
                    tryWith(key, World.SEAL.seal(key, made), "of " + wrong);
                }
            }
        }
        say("with another's head");
    }

    /** One object is gone for good. A store whose end is cut off cannot be told from one that ended there. */
    @Test
    void givesNobodyAnothersWhicheverSnapshotOrIndexIsGone() throws Exception {
        for (String key : stored.keySet()) {
            if (!key.startsWith("log/")) {
                Map<String, byte[]> without = new TreeMap<>(stored);
                without.remove(key);
                check(without, key + " gone");
            }
        }
        say("gone");
    }

    private void say(String what) {
        System.err.println("objects " + what + ": " + tried + " tries on " + stored.size() + " objects, " + AGENTS
                + " agents loaded after each: " + right + " in their newest state, " + refused
                + " refused, 0 in another");
    }

    private static String folder(String key) {
        return key.substring(0, key.indexOf('/'));
    }

    private byte[] bytes(String key) {
        return Optional.ofNullable(stored.get(key)).orElseThrow();
    }

    private void tryWith(String key, byte[] instead, String what) throws IOException {
        if (Arrays.equals(instead, bytes(key))) {
            return;
        }
        Map<String, byte[]> damaged = new TreeMap<>(stored);
        damaged.put(key, instead);
        check(damaged, key + " " + what);
    }

    private void check(Map<String, byte[]> objects, String what) throws IOException {
        tried++;
        World world = new World();
        ObjectStore store = new HeapObjectStore(world.clock, 1L << 30);
        for (Map.Entry<String, byte[]> object : objects.entrySet()) {
            ObjectStore.Created ignored = store.createOnly(object.getKey(), object.getValue());
        }
        SnapshotStore process = new World(store).process();
        newest.forEach((agent, diary) -> {
            try {
                Optional<Snapshot> found = process.load(agent);
                if (found.isEmpty() || !World.diary(found.get()).equals(diary)) {
                    fail(what + ": " + agent + " is said to be "
                            + found.map(World::diary).orElse(List.of()));
                }
                right++;
            } catch (IOException e) {
                refused++;
            }
        });
    }

    private static List<Integer> spread(int length) {
        List<Integer> offsets = new ArrayList<>();
        for (int i = 0; i < SPREAD; i++) {
            offsets.add((int) ((long) i * (length - 1) / (SPREAD - 1)));
        }
        return offsets.stream().distinct().toList();
    }
}
