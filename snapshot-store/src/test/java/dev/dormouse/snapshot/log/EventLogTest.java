package dev.dormouse.snapshot.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.snapshot.format.CorruptObjectException;
import dev.dormouse.snapshot.format.SealedObjects;
import dev.dormouse.snapshot.log.EventLog.Append;
import dev.dormouse.snapshot.object.ManualClock;
import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.object.ScriptedStore;
import dev.dormouse.snapshot.object.ScriptedStore.Fault;
import dev.dormouse.snapshot.object.StoreUnavailableException;
import dev.dormouse.snapshot.object.memory.HeapObjectStore;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class EventLogTest {
    private final ObjectStore heap = new HeapObjectStore(new ManualClock(), 64 << 20);
    private final ScriptedStore store = new ScriptedStore(heap);
    private static final SealedObjects SEAL = new SealedObjects(
            new byte[SealedObjects.SECRET_BYTES], SealedObjects.Mode.AUTHENTICATED, new SecureRandom());

    private final EventLog log = new EventLog(store, "registry", SEAL, new Random(1));
    private final EventLog other = new EventLog(heap, "registry", SEAL, new Random(2));

    @Test
    void readsEventsInTheOrderOfTheirPositions() throws Exception {
        assertThat(append(log, 0, "deploy")).isEqualTo(new Append.Appended(0));
        assertThat(append(log, 1, "route")).isEqualTo(new Append.Appended(1));

        assertThat(texts(other.read(0))).containsExactly("deploy", "route");
        assertThat(texts(other.read(1))).containsExactly("route");
        assertThat(other.read(2)).isEmpty();
    }

    @Test
    void readsALongLogSideBySideAndInItsOrder() throws Exception {
        List<String> written = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            written.add("event " + i);
            append(other, i, written.get(i));
        }

        assertThat(texts(log.read(0))).isEqualTo(written);
        assertThat(texts(log.read(149))).containsExactly("event 149");
    }

    @Test
    void losesAgainstAnEventThatStandsThere() throws Exception {
        append(other, 0, "theirs");

        assertThat(append(log, 0, "mine")).isEqualTo(new Append.Lost(0));
        assertThat(texts(log.read(0))).containsExactly("theirs");
    }

    @Test
    void losesAgainstTheSameEventOfAnotherWriter() throws Exception {
        append(other, 0, "same");

        assertThat(append(log, 0, "same")).isEqualTo(new Append.Lost(0));
    }

    @Test
    void recognisesItsOwnEventWhenTheAnswerWasLost() throws Exception {
        store.next(Fault.APPLIED_ANSWER_LOST);

        assertThat(append(log, 0, "mine")).isEqualTo(new Append.Appended(0));
        assertThat(texts(log.read(0))).containsExactly("mine");
    }

    @Test
    void repeatsAnAppendThatDidNotArrive() throws Exception {
        store.next(Fault.NOT_APPLIED);

        assertThat(append(log, 0, "mine")).isEqualTo(new Append.Appended(0));
    }

    @Test
    void recognisesAnEventThatArrivesLate() throws Exception {
        store.next(Fault.HELD_BACK, Fault.NOT_APPLIED);
        store.releaseBeforeNextCreate();

        assertThat(append(log, 0, "mine")).isEqualTo(new Append.Appended(0));
        assertThat(texts(log.read(0))).containsExactly("mine");
    }

    @Test
    void saysWhenItDoesNotKnow() throws Exception {
        store.next(Fault.NOT_APPLIED, Fault.NOT_APPLIED, Fault.NOT_APPLIED, Fault.NOT_APPLIED);

        assertThatThrownBy(() -> append(log, 0, "mine"))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("not known");
    }

    @Test
    void refusesAnEventThatWasDamaged() throws Exception {
        heap.createOnly("registry/event/0000000000000000000", new byte[] {1, 2, 3});

        assertThatThrownBy(() -> log.read(0)).isInstanceOf(CorruptObjectException.class);
        assertThatThrownBy(() -> append(log, 0, "mine")).isInstanceOf(CorruptObjectException.class);
    }

    @Test
    void beginsFromTheNewestCheckpoint() throws Exception {
        assertThat(log.newestCheckpoint()).isEmpty();
        log.checkpoint(3, "three".getBytes(UTF_8));
        log.checkpoint(12, "twelve".getBytes(UTF_8));

        EventLog.Checkpoint newest = other.newestCheckpoint().orElseThrow();

        assertThat(newest.position()).isEqualTo(12);
        assertThat(newest.state()).isEqualTo("twelve".getBytes(UTF_8));
    }

    @Test
    void passesOverADamagedCheckpoint() throws Exception {
        log.checkpoint(3, "three".getBytes(UTF_8));
        heap.createOnly("registry/checkpoint/0000000000000000012", new byte[100]);
        heap.createOnly("registry/checkpoint/no-number", new byte[100]);

        assertThat(log.newestCheckpoint().orElseThrow().position()).isEqualTo(3);
    }

    @Test
    void ordersTheEventsOfConcurrentWriters() throws Exception {
        int writers = 4;
        int each = 50;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                EventLog own = new EventLog(heap, "registry", SEAL, new Random(100 + writer));
                String name = "writer " + writer + " event ";
                running.add(threads.submit(() -> {
                    for (int i = 0; i < each; i++) {
                        appendAtTheEnd(own, name + i);
                    }
                    return null;
                }));
            }
            for (Future<?> writer : running) {
                writer.get();
            }
        }

        List<String> all = texts(log.read(0));
        assertThat(all).hasSize(writers * each).doesNotHaveDuplicates();
        for (int writer = 0; writer < writers; writer++) {
            String prefix = "writer " + writer + " ";
            assertThat(all.stream().filter(event -> event.startsWith(prefix)).toList())
                    .isSortedAccordingTo(java.util.Comparator.comparingInt(
                            event -> Integer.parseInt(event.substring(event.lastIndexOf(' ') + 1))));
        }
    }

    private static void appendAtTheEnd(EventLog log, String event) throws Exception {
        long end = 0;
        while (true) {
            end += log.read(end).size();
            if (append(log, end, event) instanceof Append.Appended) {
                return;
            }
        }
    }

    private static Append append(EventLog log, long position, String event) throws Exception {
        return log.append(position, event.getBytes(UTF_8));
    }

    private static List<String> texts(List<byte[]> events) {
        return events.stream().map(event -> new String(event, UTF_8)).toList();
    }
}
