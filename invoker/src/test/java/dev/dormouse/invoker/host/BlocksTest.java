package dev.dormouse.invoker.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.invoker.wasm.Completion;
import dev.dormouse.invoker.wasm.GuestStop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlocksTest {
    private static final HostLimits SMALL = new HostLimits(64 << 10, 0, 0, 0, 0);

    private final Blocks blocks = new Blocks(SMALL, TestGuest.room());

    @Test
    void emptyBlockIsNothing() {
        assertThat(blocks.allocate(0)).isZero();
        assertThat(blocks.adopt(new byte[0])).isZero();
        assertThat(blocks.contentBytes()).isZero();
    }

    @Test
    void newBlockIsZeroAndKeepsWhatIsStored() {
        long block = blocks.allocate(16);
        assertThat(blocks.loadLong(block + 8)).isZero();
        blocks.storeLong(block + 8, 0x1122_3344_5566_7788L);
        assertThat(blocks.loadByte(block + 8)).isEqualTo((byte) 0x88);
        assertThat(blocks.loadByte(block + 15)).isEqualTo((byte) 0x11);
        assertThat(blocks.loadByte(block + 7)).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 15, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 32})
    void noOffsetOutsideOfABlockIsRead(long offset) {
        blocks.allocate(8);
        assertThatThrownBy(() -> blocks.loadByte(offset)).isInstanceOf(GuestStop.class);
        assertThatThrownBy(() -> blocks.loadLong(offset)).isInstanceOf(GuestStop.class);
        assertThatThrownBy(() -> blocks.storeLong(offset, 1)).isInstanceOf(GuestStop.class);
        assertThatThrownBy(() -> blocks.content(offset)).isInstanceOf(GuestStop.class);
        assertThatThrownBy(() -> blocks.slice(offset, 1)).isInstanceOf(GuestStop.class);
        assertThat(blocks.length(offset)).isZero();
    }

    @Test
    void neighboursAreNotReachedPastTheEnd() {
        long first = blocks.allocate(16);
        long second = blocks.allocate(16);
        for (long past = first + 16; past < second; past++) {
            long offset = past;
            assertThatThrownBy(() -> blocks.loadByte(offset)).isInstanceOf(GuestStop.class);
        }
        assertThat(second).isGreaterThan(first + 16);
        assertThatThrownBy(() -> blocks.loadLong(first + 9)).isInstanceOf(GuestStop.class);
        assertThatThrownBy(() -> blocks.slice(first, 17)).isInstanceOf(GuestStop.class);
        assertThatThrownBy(() -> blocks.slice(first + 8, -1)).isInstanceOf(GuestStop.class);
        assertThatThrownBy(() -> blocks.slice(first + 8, Long.MAX_VALUE)).isInstanceOf(GuestStop.class);
    }

    @Test
    void freedBlockIsGoneAndFreeingTwiceIsNothing() {
        long kept = blocks.allocate(8);
        long freed = blocks.allocate(8);
        blocks.remove(freed);
        blocks.remove(freed);
        blocks.remove(0);
        blocks.remove(kept + 1);
        assertThat(blocks.length(freed)).isZero();
        assertThatThrownBy(() -> blocks.loadByte(freed)).isInstanceOf(GuestStop.class);
        assertThat(blocks.length(kept)).isEqualTo(8);
        assertThat(blocks.contentBytes()).isEqualTo(8);
    }

    @Test
    void offsetsAreNotGivenTwice() {
        long first = blocks.allocate(8);
        blocks.remove(first);
        assertThat(blocks.allocate(8)).isNotEqualTo(first);
        blocks.clear();
        assertThat(blocks.allocate(8)).isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(
            longs = {64 << 10, (64 << 10) - Blocks.OVERHEAD_BYTES + 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 31})
    void moreThanTheLimitEndsTheCall(long length) {
        assertThatThrownBy(() -> blocks.allocate(length))
                .isInstanceOfSatisfying(
                        GuestStop.class,
                        stop -> assertThat(stop.completion()).isInstanceOf(Completion.OutOfMemory.class));
        assertThat(blocks.contentBytes()).isZero();
    }

    @Test
    void manySmallBlocksReachTheLimitToo() {
        int most = SMALL.maxBlockBytes() / (1 + Blocks.OVERHEAD_BYTES);
        for (int i = 0; i < most; i++) {
            blocks.allocate(1);
        }
        assertThatThrownBy(() -> blocks.allocate(1)).isInstanceOf(GuestStop.class);
    }

    @Test
    void freeingMakesRoom() {
        int all = SMALL.maxBlockBytes() - Blocks.OVERHEAD_BYTES;
        for (int i = 0; i < 1_000; i++) {
            blocks.remove(blocks.allocate(all));
        }
        assertThat(blocks.contentBytes()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 20261122})
    void behavesLikeAMapOfArrays(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<Long, byte[]> model = new HashMap<>();
        List<Long> offsets = new ArrayList<>();
        for (int step = 0; step < 20_000; step++) {
            if (offsets.size() < 40 && random.nextInt(5) < 2) {
                int length = 1 + random.nextInt(100);
                long offset = blocks.allocate(length);
                model.put(offset, new byte[length]);
                offsets.add(offset);
            } else if (!offsets.isEmpty() && random.nextInt(5) < 2) {
                long offset = offsets.remove(random.nextInt(offsets.size()));
                model.remove(offset);
                blocks.remove(offset);
            } else if (!offsets.isEmpty()) {
                long offset = offsets.get(random.nextInt(offsets.size()));
                byte[] content = Objects.requireNonNull(model.get(offset));
                int at = random.nextInt(content.length);
                content[at] = (byte) random.nextInt();
                blocks.storeByte(offset + at, content[at]);
            }
            assertThat(blocks.contentBytes())
                    .as("seed %d, step %d", seed, step)
                    .isEqualTo(model.values().stream().mapToLong(c -> c.length).sum());
        }
        model.forEach((offset, content) ->
                assertThat(blocks.content(offset)).as("seed %d", seed).isEqualTo(content));
    }
}
