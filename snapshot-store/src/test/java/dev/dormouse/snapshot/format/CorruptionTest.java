package dev.dormouse.snapshot.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every damage to every kind of object is noticed, before anything of it is believed. */
class CorruptionTest {
    private static final int SPREAD = 64;

    private static int tried;

    static List<StoredKind> kinds() {
        return StoredKind.all();
    }

    @AfterAll
    static void sayHowMany() {
        System.err.println("corruptions tried and detected: " + tried);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void readsTheObjectAsItWasWritten(StoredKind kind) throws Exception {
        kind.read(kind.key(), kind.bytes());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void detectsEveryFlippedBitAtSpreadOffsets(StoredKind kind) {
        byte[] bytes = kind.bytes();
        for (int offset : spread(bytes.length)) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] damaged = bytes.clone();
                damaged[offset] ^= (byte) (1 << bit);
                refused(kind, kind.key(), damaged, "bit " + bit + " at " + offset);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void detectsTruncation(StoredKind kind) {
        byte[] bytes = kind.bytes();
        for (int length : spread(bytes.length)) {
            refused(kind, kind.key(), Arrays.copyOf(bytes, length), "cut to " + length);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void detectsBytesBehindTheEnd(StoredKind kind) {
        byte[] bytes = kind.bytes();
        for (int more : new int[] {1, 20, 4096}) {
            refused(kind, kind.key(), Arrays.copyOf(bytes, bytes.length + more), more + " more");
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void detectsZeroedBlocks(StoredKind kind) {
        byte[] bytes = kind.bytes();
        for (int from : spread(bytes.length)) {
            byte[] damaged = bytes.clone();
            Arrays.fill(damaged, from, Math.min(from + 512, bytes.length), (byte) 0);
            if (!Arrays.equals(damaged, bytes)) {
                refused(kind, kind.key(), damaged, "zeroed at " + from);
            }
        }
        refused(kind, kind.key(), new byte[bytes.length], "all zero");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void detectsAnObjectUnderAnotherKey(StoredKind kind) {
        refused(kind, kind.key() + "0", kind.bytes(), "another key");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void detectsAnObjectOfAnotherKind(StoredKind kind) {
        for (StoredKind other : StoredKind.all()) {
            if (!other.key().equals(kind.key())) {
                refused(kind, kind.key(), other.bytes(), other.name());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void detectsAPartOfAnotherObjectOfTheSameKind(StoredKind kind) {
        byte[] bytes = kind.bytes();
        byte[] other = kind.otherBytes();
        for (int from : spread(Math.min(bytes.length, other.length))) {
            byte[] damaged = bytes.clone();
            System.arraycopy(other, from, damaged, from, Math.min(bytes.length, other.length) - from);
            if (!Arrays.equals(damaged, bytes) && !Arrays.equals(damaged, other)) {
                refused(kind, kind.key(), damaged, "other from " + from);
            }
        }
    }

    /** Damage with checksums that fit: the decoders themselves must hold. */
    @ParameterizedTest
    @MethodSource("kinds")
    void endsWithAValueOrOneTypeOfRefusalWhateverStandsInTheSections(StoredKind kind) {
        long seed = 20_260_101;
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            byte[] damaged = Mutations.mutate(kind.key(), kind.bytes(), random);
            try {
                kind.read(kind.key(), damaged);
            } catch (CorruptObjectException e) {
                tried++;
            } catch (Exception e) {
                fail(kind.name() + ", seed " + seed + ", round " + round, e);
            }
        }
    }

    private static void refused(StoredKind kind, String key, byte[] damaged, String what) {
        try {
            kind.read(key, damaged);
        } catch (CorruptObjectException e) {
            assertThat(e).hasMessageContaining(key);
            tried++;
            return;
        } catch (Exception e) {
            fail(kind.name() + ": " + what, e);
        }
        fail(kind.name() + " was read with damage: " + what);
    }

    private static List<Integer> spread(int length) {
        List<Integer> offsets = new ArrayList<>();
        for (int i = 0; i < SPREAD; i++) {
            offsets.add((int) ((long) i * (length - 1) / (SPREAD - 1)));
        }
        return offsets.stream().distinct().toList();
    }
}
