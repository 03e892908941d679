package dev.dormouse.snapshot.object.directory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.snapshot.object.FaultPoints;
import dev.dormouse.snapshot.object.ManualClock;
import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.object.ObjectStoreContract;
import dev.dormouse.snapshot.object.StoreRefusedException;
import dev.dormouse.snapshot.object.StoreUnavailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryObjectStoreTest extends ObjectStoreContract {
    @TempDir
    private Path directory;

    @Override
    protected ObjectStore open() throws Exception {
        return open(FaultPoints.NONE);
    }

    private ObjectStore open(FaultPoints faults) throws Exception {
        return DirectoryObjectStore.open(directory, new ManualClock(), faults);
    }

    @Test
    void keepsEverythingOverAReopening() throws Exception {
        store().createOnly("log/3/1", utf8("kept"));
        store().close();

        try (ObjectStore again = open()) {
            assertThat(again.get("log/3/1"))
                    .hasValueSatisfying(read -> assertThat(read).isEqualTo(utf8("kept")));
        }
    }

    @Test
    void refusesASecondRuntimeWithASentence() {
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreRefusedException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("in use by another runtime (process "
                        + ProcessHandle.current().pid() + ")");
    }

    @Test
    void opensAgainOnceTheFirstIsClosed() throws Exception {
        store().close();

        try (ObjectStore again = open()) {
            assertThat(again.list("", "")).isEmpty();
        }
    }

    @Test
    void refusesEveryCallOnceClosed() {
        store().close();

        assertThatThrownBy(() -> store().createOnly("a", new byte[1])).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> store().get("a")).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> store().list("", "")).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> store().delete("a")).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void laysObjectsOutReadably() throws Exception {
        store().createOnly("log/0003/12", utf8("x"));

        assertThat(directory.resolve("objects/log/0003/12+")).hasContent("x");
        assertThat(directory.resolve("tmp")).isEmptyDirectory();
    }

    @Test
    void isPrivateToItsUser() throws Exception {
        store().createOnly("log/0003/12", utf8("x"));

        assertThat(Files.getPosixFilePermissions(directory.resolve("objects"))).hasSize(3);
        assertThat(Files.getPosixFilePermissions(directory.resolve("objects/log")))
                .hasSize(3);
    }

    @Test
    void removesWhatACrashLeftBehind() throws Exception {
        store().close();
        Files.writeString(directory.resolve("tmp/17"), "half an obj");

        try (ObjectStore again = open()) {
            assertThat(directory.resolve("tmp")).isEmptyDirectory();
            assertThat(again.list("", "")).isEmpty();
        }
    }

    @Test
    void passesEachStepOfACreateOnceAndInOrder() throws Exception {
        store().close();
        List<String> steps = new ArrayList<>();

        try (ObjectStore again = open(steps::add)) {
            again.createOnly("a/b", utf8("x"));
        }

        assertThat(steps)
                .containsExactly(
                        "directory.write",
                        "directory.fdatasync",
                        "directory.link",
                        "directory.fsync-folder",
                        "directory.created");
    }

    @Test
    void showsAnObjectOnlyAfterItsNameIsDurable() throws Exception {
        store().close();
        List<String> seen = new ArrayList<>();
        ObjectStore[] watched = new ObjectStore[1];
        FaultPoints watching = step -> {
            if (step.equals("directory.fsync-folder")) {
                assertThat(directory.resolve("objects/slot+")).exists();
                seen.addAll(list(watched[0]));
            }
        };

        try (ObjectStore again = open(watching)) {
            watched[0] = again;
            again.createOnly("slot", utf8("x"));

            assertThat(seen).isEmpty();
            assertThat(list(again)).containsExactly("slot");
        }
    }

    private static List<String> list(ObjectStore store) {
        try {
            return keysOf(store.list("", ""));
        } catch (StoreUnavailableException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void finishesACreateOnAnInterruptedThreadOrLeavesNothing() throws Exception {
        Thread.currentThread().interrupt();
        try {
            store().createOnly("slot", utf8("x"));
        } catch (StoreUnavailableException e) {
            assertThat(e).hasMessageContaining("slot");
        }
        assertThat(Thread.interrupted()).isTrue();

        store().createOnly("slot", utf8("x"));
        assertThat(text("slot")).isEqualTo("x");
    }

    @Test
    void refusesAFileInPlaceOfADirectory() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "x", UTF_8);

        assertThatThrownBy(() -> DirectoryObjectStore.open(file, new ManualClock(), FaultPoints.NONE))
                .isInstanceOf(java.io.IOException.class);
    }
}
