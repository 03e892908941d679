package dev.dormouse.invoker.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dormouse.snapshot.GranuleTable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import run.endive.runtime.WasmRuntimeException;

class CowMemoryTest {
    private static final int PAGE = 1 << 16;

    /** Addresses at which something is different: borders of granules, of pages, of the memory, of Java's numbers. */
    private static final int[] BORDERS = {0, 4096, 8192, PAGE, 2 * PAGE, 3 * PAGE, Integer.MAX_VALUE, -1};

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void behavesAsAPlainArray(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        CowMemory memory = CowMemory.zeros(1, 4, Guests.memory());
        Model model = new Model(1, 4);

        for (int step = 0; step < 20_000; step++) {
            String done = step(random, memory, model);
            assertThat(memory.pages())
                    .as("seed %d step %d %s", seed, step, done)
                    .isEqualTo(model.pages());
            if (step % 1_000 == 0) {
                memory = new CowMemory(memory.share(), 4, Guests.memory());
            }
        }
        assertThat(memory.readBytes(0, (int) memory.bytes()))
                .as("seed %d", seed)
                .isEqualTo(model.bytes());
    }

    private static String step(RandomGenerator random, CowMemory memory, Model model) {
        int at = BORDERS[random.nextInt(BORDERS.length)] + random.nextInt(-12, 12);
        long value = random.nextLong();
        int length = random.nextInt(4) == 0 ? random.nextInt(3 * 4096) : random.nextInt(20);
        int other = BORDERS[random.nextInt(BORDERS.length)] + random.nextInt(-12, 12);
        String what = random.nextInt(20) + " at " + at;
        switch (random.nextInt(16)) {
            case 0 -> same(what, () -> memory.read(at), () -> model.at(at, 1).get());
            case 1 ->
                same(what, () -> memory.readShort(at), () -> model.at(at, 2).getShort());
            case 2 -> same(what, () -> memory.readInt(at), () -> model.at(at, 4).getInt());
            case 3 ->
                same(what, () -> memory.readLong(at), () -> model.at(at, 8).getLong());
            case 4 ->
                same(
                        what,
                        () -> Float.floatToRawIntBits(memory.readFloat(at)),
                        () -> Float.floatToRawIntBits(model.at(at, 4).getFloat()));
            case 5 ->
                same(
                        what,
                        () -> Double.doubleToRawLongBits(memory.readDouble(at)),
                        () -> Double.doubleToRawLongBits(model.at(at, 8).getDouble()));
            case 6 ->
                sameEffect(
                        what,
                        () -> memory.writeByte(at, (byte) value),
                        () -> model.at(at, 1).put((byte) value));
            case 7 ->
                sameEffect(
                        what,
                        () -> memory.writeShort(at, (short) value),
                        () -> model.at(at, 2).putShort((short) value));
            case 8 ->
                sameEffect(
                        what,
                        () -> memory.writeI32(at, (int) value),
                        () -> model.at(at, 4).putInt((int) value));
            case 9 ->
                sameEffect(
                        what,
                        () -> memory.writeLong(at, value),
                        () -> model.at(at, 8).putLong(value));
            case 10 ->
                sameEffect(
                        what,
                        () -> memory.writeF32(at, (float) value),
                        () -> model.at(at, 4).putFloat((float) value));
            case 11 ->
                sameEffect(
                        what,
                        () -> memory.writeF64(at, (double) value),
                        () -> model.at(at, 8).putDouble((double) value));
            case 12 -> {
                byte filler = random.nextBoolean() ? 0 : (byte) value;
                sameEffect(what, () -> memory.fill(filler, at, at + length), () -> model.fill(at, length, filler));
            }
            case 13 -> sameEffect(what, () -> memory.copy(at, other, length), () -> model.copy(at, other, length));
            case 14 -> {
                byte[] bytes = new byte[length];
                random.nextBytes(bytes);
                sameEffect(
                        what,
                        () -> memory.write(at, bytes),
                        () -> model.at(at, length).put(bytes));
            }
            default -> {
                int pages = random.nextInt(200) == 0 ? random.nextInt(3) : 0;
                same(what, () -> memory.grow(pages), () -> model.grow(pages));
            }
        }
        return what;
    }

    private interface Operation {
        Number run();
    }

    private static void same(String what, Operation tested, Operation expected) {
        assertThat(outcome(tested)).as(what).isEqualTo(outcome(expected));
    }

    private static void sameEffect(String what, Runnable tested, Runnable expected) {
        same(
                what,
                () -> {
                    tested.run();
                    return 0;
                },
                () -> {
                    expected.run();
                    return 0;
                });
    }

    private static Object outcome(Operation operation) {
        try {
            return operation.run();
        } catch (WasmRuntimeException e) {
            assertThat(e).hasMessageStartingWith("out of bounds memory access");
            return "trap";
        } catch (IndexOutOfBoundsException e) {
            return "trap";
        }
    }

    /** The same memory as one array, checked in long arithmetic. */
    private static final class Model {
        private final int maximum;
        private byte[] bytes;

        Model(int pages, int maximum) {
            this.bytes = new byte[pages * PAGE];
            this.maximum = maximum;
        }

        int pages() {
            return bytes.length / PAGE;
        }

        byte[] bytes() {
            return bytes;
        }

        ByteBuffer at(int address, int length) {
            long unsigned = Integer.toUnsignedLong(address);
            if (unsigned + length > bytes.length) {
                throw new IndexOutOfBoundsException();
            }
            return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position((int) unsigned);
        }

        void fill(int address, int length, byte value) {
            at(address, length);
            Arrays.fill(bytes, address, address + length, value);
        }

        void copy(int to, int from, int length) {
            at(to, length);
            at(from, length);
            System.arraycopy(bytes, from, bytes, to, length);
        }

        int grow(int pages) {
            int before = pages();
            if (before + pages > maximum) {
                return -1;
            }
            bytes = Arrays.copyOf(bytes, (before + pages) * PAGE);
            return before;
        }
    }

    @Test
    void untouchedMemoryIsTheGranuleOfZeros() {
        CowMemory memory = CowMemory.zeros(2, 2, Guests.memory());
        memory.writeI32(5000, 1);

        GranuleTable image = memory.share();

        assertThat(image.size()).isEqualTo(32);
        assertThat(image.materialized()).isEqualTo(1);
    }

    @Test
    void granuleThatBecameZerosIsSharedAgain() {
        CowMemory memory = CowMemory.zeros(1, 1, Guests.memory());
        memory.writeI32(100, 1);
        memory.writeI32(100, 0);

        assertThat(memory.ownedGranules()).isEqualTo(1);
        assertThat(memory.share().materialized()).isZero();
    }

    @Test
    void fillingWithZerosGivesGranulesBack() {
        CowMemory memory = CowMemory.zeros(1, 1, Guests.memory());
        memory.fill((byte) 1, 0, PAGE);
        assertThat(memory.ownedGranules()).isEqualTo(16);

        memory.fill((byte) 0, 0, PAGE);
        assertThat(memory.ownedGranules()).isZero();

        memory.fill((byte) 0, 10, 20);
        assertThat(memory.ownedGranules()).isZero();
    }

    @Test
    void copyOfSharedGranulesCopiesNoBytes() {
        CowMemory memory = CowMemory.zeros(1, 1, Guests.memory());
        memory.writeI32(4, 42);
        memory = new CowMemory(memory.share(), 1, Guests.memory());

        memory.copy(8192, 0, 4096);

        assertThat(memory.ownedGranules()).isZero();
        assertThat(memory.readInt(8196)).isEqualTo(42);
        memory.writeI32(8196, 43);
        assertThat(memory.readInt(4)).isEqualTo(42);
    }

    @Test
    void imageKeepsItsContentWhenTheMemoryGoesOn() {
        CowMemory memory = CowMemory.zeros(1, 1, Guests.memory());
        memory.writeI32(0, 1);
        GranuleTable image = memory.share();

        memory.writeI32(0, 2);
        memory.fill((byte) 9, 0, PAGE);

        assertThat(new CowMemory(image, 1, Guests.memory()).readInt(0)).isEqualTo(1);
    }

    @Test
    void growingByOnePageAtATimeReachesTheMaximum() {
        CowMemory memory = CowMemory.zeros(0, 100, Guests.memory());
        for (int i = 0; i < 100; i++) {
            assertThat(memory.grow(1)).isEqualTo(i);
        }

        assertThat(memory.grow(1)).isEqualTo(-1);
        memory.writeLong(100 * PAGE - 8, -1);
        assertThat(memory.readLong(100 * PAGE - 8)).isEqualTo(-1);
    }

    @Test
    void largestMemoryIsAddressedToItsLastByte() {
        CowMemory memory = CowMemory.zeros(32_767, 32_767, Guests.memory());
        int last = 32_767 * PAGE - 1;

        memory.writeByte(last, (byte) 5);

        assertThat(memory.read(last)).isEqualTo((byte) 5);
        assertThatThrownBy(() -> memory.writeByte(last + 1, (byte) 5)).isInstanceOf(WasmRuntimeException.class);
        assertThatThrownBy(() -> memory.readLong(last - 3)).isInstanceOf(WasmRuntimeException.class);
        assertThat(memory.ownedGranules()).isEqualTo(1);
    }

    @Test
    void storeAcrossTheEndWritesNothing() {
        CowMemory memory = CowMemory.zeros(1, 1, Guests.memory());

        assertThatThrownBy(() -> memory.writeLong(PAGE - 4, -1)).isInstanceOf(WasmRuntimeException.class);

        assertThat(memory.readInt(PAGE - 4)).isZero();
    }
}
