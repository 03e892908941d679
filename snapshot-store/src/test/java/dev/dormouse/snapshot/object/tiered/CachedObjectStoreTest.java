package dev.dormouse.snapshot.object.tiered;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.snapshot.object.ForwardingStore;
import dev.dormouse.snapshot.object.ManualClock;
import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.object.ObjectStoreContract;
import dev.dormouse.snapshot.object.StoreUnavailableException;
import dev.dormouse.snapshot.object.counting.CountingStore;
import dev.dormouse.snapshot.object.memory.HeapObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachedObjectStoreTest extends ObjectStoreContract {
    private static final long ROOM = 1 << 20;

    @TempDir
    private Path folder;

    private final CountingStore counting = new CountingStore(new HeapObjectStore(new ManualClock(), 1 << 24));

    @Override
    protected ObjectStore open() throws IOException {
        return open(counting, ROOM, "");
    }

    private ObjectStore open(ObjectStore below, long room, String prefix) throws IOException {
        return CachedObjectStore.open(below, folder, room, List.of(prefix));
    }

    @Test
    void asksOnlyOnceForWhatItHas() throws Exception {
        store().createOnly("bases/a", utf8("content"));

        assertThat(text("bases/a")).isEqualTo("content");
        assertThat(text("bases/a")).isEqualTo("content");
        assertThat(store().get("bases/a", 3, 4))
                .hasValueSatisfying(part -> assertThat(part).isEqualTo(utf8("tent")));
        assertThat(counting.counts().gets()).isEqualTo(1);
    }

    @Test
    void hasItsCopiesStillAfterARestart() throws Exception {
        store().createOnly("bases/a", utf8("content"));
        text("bases/a");

        ObjectStore later = open();
        assertThat(later.get("bases/a")).isPresent();
        assertThat(counting.counts().gets()).isEqualTo(1);
    }

    @Test
    void copiesOnlyWhatIsReadAgain() throws Exception {
        ObjectStore picky = open(counting, ROOM, "bases/");
        picky.createOnly("log/0001/7", utf8("segment"));
        picky.get("log/0001/7");
        picky.get("log/0001/7");

        assertThat(counting.counts().gets()).isEqualTo(2);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void fetchesAgainWhatIsDamagedHere() throws Exception {
        store().createOnly("bases/a", utf8("content"));
        text("bases/a");
        byte[] file = Files.readAllBytes(onlyFile());
        for (int at = 0; at < file.length; at++) {
            byte[] damaged = file.clone();
            damaged[at] ^= 1;
            Files.write(onlyFile(), damaged);
            assertThat(text("bases/a")).as("byte %d", at).isEqualTo("content");
        }
        for (int length = 0; length < file.length; length++) {
            Files.write(onlyFile(), java.util.Arrays.copyOf(file, length));
            assertThat(text("bases/a")).as("cut at %d", length).isEqualTo("content");
        }
        assertThat(counting.counts().gets()).isEqualTo(1 + 2L * file.length);
    }

    @Test
    void doesNotTakeTheCopyOfAnotherObject() throws Exception {
        store().createOnly("bases/a", utf8("content"));
        store().createOnly("bases/b", utf8("another"));
        text("bases/a");
        Path first = onlyFile();
        byte[] copyOfA = Files.readAllBytes(first);
        text("bases/b");
        for (Path file : files()) {
            Files.write(file, copyOfA);
        }

        assertThat(text("bases/b")).isEqualTo("another");
        assertThat(text("bases/a")).isEqualTo("content");
    }

    @Test
    void dropsWhatWasUsedLongestAgoAtItsBound() throws Exception {
        ObjectStore small = open(counting, 3_500, "");
        for (String key : List.of("a", "b", "c", "d")) {
            small.createOnly(key, new byte[1_000]);
        }
        small.get("a");
        small.get("b");
        small.get("c");
        small.get("a");
        small.get("d"); // drops b
        long before = counting.counts().gets();

        small.get("a");
        small.get("c");
        small.get("d");
        assertThat(counting.counts().gets()).isEqualTo(before);
        small.get("b");
        assertThat(counting.counts().gets()).isEqualTo(before + 1);
        assertThat(files()).hasSize(3);
    }

    @Test
    void keepsToItsBoundAfterARestartWithLess() throws Exception {
        for (String key : List.of("a", "b", "c", "d")) {
            store().createOnly(key, new byte[1_000]);
            store().get(key);
        }

        open(counting, 2_500, "");
        assertThat(files()).hasSize(2);
    }

    @Test
    void doesNotCopyWhatIsLargerThanAllItsRoom() throws Exception {
        ObjectStore tiny = open(counting, 100, "");
        tiny.createOnly("a", new byte[1_000]);

        assertThat(tiny.get("a")).hasValueSatisfying(read -> assertThat(read).hasSize(1_000));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void goesOnWithoutADisk() throws Exception {
        store().createOnly("a", utf8("content"));
        text("a");
        Files.delete(onlyFile());
        Files.delete(folder);

        assertThat(text("a")).isEqualTo("content");
        Files.createDirectory(folder);
    }

    @Test
    void asksOnceForWhatManyWantAtTheSameMoment() throws Exception {
        HeldStore held = new HeldStore(counting);
        ObjectStore cached = open(held, ROOM, "");
        cached.createOnly("a", utf8("content"));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Optional<byte[]>> leader = threads.submit(() -> cached.get("a"));
            held.begun.acquire();
            List<Future<Optional<byte[]>>> others = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                others.add(threads.submit(() -> cached.get("a")));
            }
            held.release.countDown();

            assertThat(leader.get()).isPresent();
            for (Future<Optional<byte[]>> other : others) {
                assertThat(other.get())
                        .hasValueSatisfying(read -> assertThat(read).isEqualTo(utf8("content")));
            }
        }
        assertThat(counting.counts().gets()).isEqualTo(1);
    }

    @Test
    void keepsNoCopyOfWhatWasDeletedWhileItWasRead() throws Exception {
        HeldStore held = new HeldStore(counting);
        ObjectStore cached = open(held, ROOM, "");
        cached.createOnly("a", utf8("old"));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Optional<byte[]>> reader = threads.submit(() -> cached.get("a"));
            held.begun.acquire();
            cached.delete("a");
            cached.createOnly("a", utf8("new"));
            held.release.countDown();
            assertThat(reader.get()).isPresent();
        }

        assertThat(cached.get("a")).hasValueSatisfying(read -> assertThat(read).isEqualTo(utf8("new")));
    }

    @Test
    void tellsThatTheStoreBelowGivesNoAnswer() throws Exception {
        ObjectStore failing = open(
                new ForwardingStore(counting) {
                    @Override
                    public Optional<byte[]> get(String key) throws StoreUnavailableException {
                        throw new StoreUnavailableException("told so");
                    }
                },
                ROOM,
                "");

        assertThatThrownBy(() -> failing.get("a")).isInstanceOf(StoreUnavailableException.class);
    }

    private List<Path> files() throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private Path onlyFile() throws IOException {
        assertThat(files()).hasSize(1);
        return files().getFirst();
    }

    /** Its reads have their result, and wait before they hand it out. */
    private static final class HeldStore extends ForwardingStore {
        private final Semaphore begun = new Semaphore(0);
        private final CountDownLatch release = new CountDownLatch(1);

        HeldStore(ObjectStore below) {
            super(below);
        }

        @Override
        public Optional<byte[]> get(String key) throws StoreUnavailableException {
            Optional<byte[]> found = super.get(key);
            begun.release();
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new StoreUnavailableException("interrupted", e);
            }
            return found;
        }
    }
}
