package dev.dormouse.snapshot.object.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.snapshot.object.ForwardingStore;
import dev.dormouse.snapshot.object.Listed;
import dev.dormouse.snapshot.object.ManualClock;
import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.object.StoreRefusedException;
import dev.dormouse.snapshot.object.StoreUnavailableException;
import dev.dormouse.snapshot.object.counting.CountingStore;
import dev.dormouse.snapshot.object.memory.HeapObjectStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CreateOnlyProbeTest {
    private static final ProbeSettings SHORT = new ProbeSettings(8, 60, 20, Duration.ofSeconds(1));

    private final ManualClock clock = new ManualClock();
    private final ObjectStore heap = new HeapObjectStore(clock, 1 << 24);

    @Test
    void letsAGoodStorePassAndLeavesNothingButTheNoteOfIt() throws Exception {
        assertThat(probe(heap).check()).isEqualTo(60);

        assertThat(heap.list("", "")).extracting(Listed::key).containsExactly(CreateOnlyProbe.PASSED);
    }

    @Test
    void asksAStoreThatHasPassedNothingMore() throws Exception {
        probe(heap).check();
        CountingStore counting = new CountingStore(heap);

        assertThat(probe(counting).check()).isZero();
        assertThat(counting.counts().gets()).isEqualTo(1);
        assertThat(counting.counts().creates()).isZero();
    }

    @Test
    void endsWhenItsTimeIsOver() throws Exception {
        ObjectStore slow = new ForwardingStore(heap) {
            @Override
            public Optional<byte[]> get(String key) throws StoreUnavailableException {
                clock.advance(Duration.ofMillis(100));
                return super.get(key);
            }
        };

        assertThat(probe(slow).check()).isEqualTo(SHORT.leastKeys());
    }

    @Test
    void findsTheOneRaceOfSeventyThatHasTwoWinners() {
        AtomicInteger refusals = new AtomicInteger();
        ObjectStore rarely = new ForwardingStore(heap) {
            @Override
            public Created createOnly(String key, byte[] bytes) throws StoreUnavailableException {
                Created honest = super.createOnly(key, bytes);
                boolean lie = honest == Created.OCCUPIED && refusals.incrementAndGet() == 7 * 30;
                return lie ? Created.CREATED : honest;
            }
        };

        assertThatThrownBy(() -> probe(rarely).check())
                .isInstanceOf(StoreRefusedException.class)
                .hasMessageContaining("2 of 8 writers");
    }

    @Test
    void refusesAStoreOnWhichNobodyWins() {
        AtomicInteger creates = new AtomicInteger();
        ObjectStore stubborn = new ForwardingStore(heap) {
            @Override
            public Created createOnly(String key, byte[] bytes) throws StoreUnavailableException {
                return creates.incrementAndGet() <= 2 ? super.createOnly(key, bytes) : Created.OCCUPIED;
            }
        };

        assertThatThrownBy(() -> probe(stubborn).check())
                .isInstanceOf(StoreRefusedException.class)
                .hasMessageContaining("none of 8 writers");
    }

    @Test
    void refusesAStoreThatShowsTheLosersBytes() {
        ObjectStore muddled = new ForwardingStore(heap) {
            @Override
            public Optional<byte[]> get(String key) throws StoreUnavailableException {
                return super.get(key).map(bytes -> key.endsWith("/7") ? Race.content(99) : bytes);
            }
        };

        assertThatThrownBy(() -> probe(muddled).check())
                .isInstanceOf(StoreRefusedException.class)
                .hasMessageContaining("the bytes of another");
    }

    @Test
    void refusesAStoreThatListsTooLate() {
        ObjectStore late = new ForwardingStore(heap) {
            @Override
            public List<Listed> list(String prefix, String after) {
                return List.of();
            }
        };

        assertThatThrownBy(() -> probe(late).check())
                .isInstanceOf(StoreRefusedException.class)
                .hasMessageContaining("not in a list")
                .hasMessageContaining("s3://some/where");
    }

    @Test
    void refusesAStoreThatReadsTooLate() {
        ObjectStore late = new ForwardingStore(heap) {
            @Override
            public Optional<byte[]> get(String key) {
                return Optional.empty();
            }
        };

        assertThatThrownBy(() -> probe(late).check())
                .isInstanceOf(StoreRefusedException.class)
                .hasMessageContaining("could not be read");
    }

    @Test
    void doesNotJudgeAStoreThatHardlyAnswers() {
        AtomicInteger creates = new AtomicInteger();
        ObjectStore failing = new ForwardingStore(heap) {
            @Override
            public Created createOnly(String key, byte[] bytes) throws StoreUnavailableException {
                if (creates.incrementAndGet() % 8 == 5) {
                    throw new StoreUnavailableException("told so");
                }
                return super.createOnly(key, bytes);
            }
        };

        assertThatThrownBy(() -> probe(failing).check())
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("is not known");
    }

    private CreateOnlyProbe probe(ObjectStore store) {
        return new CreateOnlyProbe(store, "s3://some/where", SHORT, clock, new SplittableRandom(5));
    }
}
