package dev.dormouse.snapshot.format;

import static dev.dormouse.snapshot.GranuleTable.GRANULE_BYTES;

import dev.dormouse.snapshot.GranuleTable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a memory differs from its previous content by, on its way into sections.
 *
 * <p>A granule that is equal to what it was is left out. Equal contents are stored once. A granule that resembles what
 * it was is stored as the exclusive or of both, which compresses far better. Contents of granules that are called hot
 * come first, so that the beginning of the object is what a resume needs soonest.
 */
final class GranuleChanges {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** The form of a granule that became zero; others are {@code 1 + 2 * ordinal}, and one more with exclusive or. */
    static final int ZERO_FORM = 0;

    private final GranuleTable previous;
    private final GranuleTable current;
    private final List<byte[]> contents = new ArrayList<>();
    private final Map<Content, Integer> ordinals = new HashMap<>();
    private int[] forms = new int[16];

    private GranuleChanges(GranuleTable previous, GranuleTable current) {
        this.previous = previous;
        this.current = current;
    }

    /** Appends the sections that lead from {@code previous} to {@code current}. */
    static void write(SectionList out, GranuleTable previous, GranuleTable current, BitSet hot) {
        new GranuleChanges(previous, current).write(out, hot);
    }

    private void write(SectionList out, BitSet hot) {
        int[] changed = changedIndices();
        forms = new int[changed.length];
        assignForms(changed, hot, true);
        assignForms(changed, hot, false);
        out.compressed(SectionType.MEMORY, table(changed));
        for (int from = 0; from < contents.size(); from += Layout.GRANULES_PER_SECTION) {
            int to = Math.min(from + Layout.GRANULES_PER_SECTION, contents.size());
            ByteWriter section = new ByteWriter((to - from) * GRANULE_BYTES);
            contents.subList(from, to).forEach(section::bytes);
            out.compressed(SectionType.GRANULES, section);
        }
    }

    @SuppressWarnings("ReferenceEquality") // a granule that was not written is the same array
    private int[] changedIndices() {
        int[] changed = new int[16];
        int count = 0;
        for (int index = 0; index < current.size(); index++) {
            byte[] now = current.granule(index);
            byte[] before = before(index);
            if (now != before && !Arrays.equals(now, before)) {
                changed = count < changed.length ? changed : Arrays.copyOf(changed, 2 * count);
                changed[count++] = index;
            }
        }
        return Arrays.copyOf(changed, count);
    }

    private byte[] before(int index) {
        return index < previous.size() ? previous.granule(index) : GranuleTable.zero();
    }

    private void assignForms(int[] changed, BitSet hot, boolean wanted) {
        for (int i = 0; i < changed.length; i++) {
            if (hot.get(changed[i]) == wanted) {
                forms[i] = formOf(current.granule(changed[i]), before(changed[i]));
            }
        }
    }

    private int formOf(byte[] now, byte[] before) {
        if (Arrays.equals(now, GranuleTable.zero())) {
            return ZERO_FORM;
        }
        Integer known = ordinals.get(new Content(now));
        if (known != null) {
            return 1 + 2 * known;
        }
        if (resembles(now, before)) {
            contents.add(exclusiveOr(now, 0, before));
            return 2 * contents.size();
        }
        ordinals.put(new Content(now), contents.size());
        contents.add(now);
        return 2 * contents.size() - 1;
    }

    /** Whether fewer words differ than are there at all. */
    private static boolean resembles(byte[] now, byte[] before) {
        int differing = 0;
        int nonZero = 0;
        for (int at = 0; at < GRANULE_BYTES; at += Long.BYTES) {
            long word = (long) LONGS.get(now, at);
            differing += word == (long) LONGS.get(before, at) ? 0 : 1;
            nonZero += word == 0 ? 0 : 1;
        }
        return differing < nonZero;
    }

    /** The exclusive or of {@code other} and the granule that begins at {@code offset}. */
    static byte[] exclusiveOr(byte[] source, int offset, byte[] other) {
        byte[] result = new byte[GRANULE_BYTES];
        for (int at = 0; at < GRANULE_BYTES; at += Long.BYTES) {
            LONGS.set(result, at, (long) LONGS.get(source, offset + at) ^ (long) LONGS.get(other, at));
        }
        return result;
    }

    private ByteWriter table(int[] changed) {
        ByteWriter out = new ByteWriter(16 + 3 * changed.length);
        out.varint(current.pages()).varint(contents.size()).varint(changed.length);
        int next = 0;
        for (int i = 0; i < changed.length; i++) {
            out.varint(changed[i] - next).varint(forms[i]);
            next = changed[i] + 1;
        }
        return out;
    }

    /** A granule as a key: equal when its bytes are. */
    private static final class Content {
        private final byte[] bytes;
        private final int hash;

        Content(byte[] bytes) {
            this.bytes = bytes;
            this.hash = Arrays.hashCode(bytes);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Content content && Arrays.equals(bytes, content.bytes);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
