package dev.dormouse.snapshot.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.snapshot.format.SealedObjects;
import dev.dormouse.snapshot.object.Listed;
import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.object.memory.HeapObjectStore;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the store writes can be made by nobody else, and be read by nobody else if that is asked for. */
class SealedStoreTest {
    private static final String CANARY = "canary-in-the-message";

    private final World world = new World();

    private static SealedObjects seal(int secret, SealedObjects.Mode mode) {
        byte[] bytes = new byte[SealedObjects.SECRET_BYTES];
        Arrays.fill(bytes, (byte) secret);
        return new SealedObjects(bytes, mode, new SecureRandom());
    }

    /** Leaves a snapshot, an index and segments. */
    private void serve() throws IOException {
        try (SnapshotStore store = world.process()) {
            world.send(store, World.agent("anna"), CANARY);
            store.pack(store.load(World.agent("anna")).orElseThrow(), new BitSet());
            world.send(store, World.agent("anna"), "next");
        }
    }

    private boolean isReadable() throws IOException {
        for (Listed object : world.objects.list("", "")) {
            Optional<byte[]> bytes = world.objects.get(object.key());
            if (new String(bytes.orElseThrow(), ISO_8859_1).contains(CANARY)) {
                return true;
            }
        }
        return false;
    }

    @Test
    void showsNoMessageToWhoeverReadsAnEncryptedStore() throws Exception {
        world.seal = seal(1, SealedObjects.Mode.ENCRYPTED);
        serve();

        assertThat(isReadable()).isFalse();
        assertThat(World.diary(world.process().load(World.agent("anna")).orElseThrow()))
                .containsExactly(CANARY, "next");
    }

    @Test
    void goesOnWhenEncryptionIsTurnedOnAndOffAgain() throws Exception {
        for (SealedObjects.Mode mode : new SealedObjects.Mode[] {
            SealedObjects.Mode.AUTHENTICATED, SealedObjects.Mode.ENCRYPTED, SealedObjects.Mode.AUTHENTICATED
        }) {
            world.seal = seal(1, mode);
            serve();
        }

        assertThat(World.diary(world.process().load(World.agent("anna")).orElseThrow()))
                .containsExactly(CANARY, "next", CANARY, "next", CANARY, "next");
    }

    @Test
    void refusesAStoreOfAnotherSecret() throws Exception {
        serve();
        world.seal = seal(2, SealedObjects.Mode.AUTHENTICATED);

        assertThatThrownBy(() -> world.process().load(World.agent("anna")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another secret");
    }

    /** Whoever can write to the store, and knows its formats, makes objects with checksums that fit. */
    @Test
    void refusesEachObjectThatCarriesNoSeal() throws Exception {
        serve();
        for (Listed forged : world.objects.list("log/", "")) {
            ObjectStore changed = new HeapObjectStore(world.clock, 1 << 20);
            for (Listed object : world.objects.list("", "")) {
                byte[] bytes = world.objects.get(object.key()).orElseThrow();
                ObjectStore.Created ignored = changed.createOnly(
                        object.key(),
                        object.key().equals(forged.key())
                                ? World.SEAL.open(object.key(), bytes).toArray()
                                : bytes);
            }
            for (Listed index : changed.list("index/", "")) {
                changed.delete(index.key());
            }

            assertThatThrownBy(() -> new World(changed).process().load(World.agent("anna")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("does not begin with DORMSEAL");
        }
    }
}
