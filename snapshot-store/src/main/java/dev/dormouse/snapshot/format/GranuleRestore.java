package dev.dormouse.snapshot.format;

import static dev.dormouse.snapshot.GranuleTable.GRANULES_PER_PAGE;
import static dev.dormouse.snapshot.GranuleTable.GRANULE_BYTES;

import dev.dormouse.snapshot.GranuleTable;
import java.util.Arrays;
import java.util.List;

/**
 * A memory on its way out of sections: the granules of the previous content, by reference, but for those that changed.
 *
 * <p>Contents are read section by section, so no more than one section's buffer is held beside the result.
 */
final class GranuleRestore {
    private final Sections sections;
    private final GranuleInterner interner;
    private final byte[][] granules;
    private final int contents;
    /** One entry a change, sorted by ordinal: ordinal, then exclusive or, then index, from high bits to low. */
    private final long[] changes;

    private GranuleRestore(
            Sections sections, GranuleInterner interner, byte[][] granules, int contents, long[] changes) {
        this.sections = sections;
        this.interner = interner;
        this.granules = granules;
        this.contents = contents;
        this.changes = changes;
    }

    /** Reads what {@link GranuleChanges#write} wrote; without a memory section it is {@code previous}. */
    static GranuleTable read(Sections sections, GranuleTable previous, int maxPages, GranuleInterner interner)
            throws CorruptObjectException {
        var table = sections.optional(SectionType.MEMORY);
        return table.isEmpty() ? previous : restore(sections, table.get(), previous, maxPages, interner);
    }

    private static GranuleTable restore(
            Sections sections, ByteReader table, GranuleTable previous, int maxPages, GranuleInterner interner)
            throws CorruptObjectException {
        int pages = table.bounded(maxPages, "The number of pages");
        int size = pages * GRANULES_PER_PAGE;
        int contents = table.bounded(size, "The number of distinct granules");
        byte[][] granules = previous.pointers(size);
        if (size > previous.size()) {
            Arrays.fill(granules, previous.size(), size, GranuleTable.zero());
        }
        long[] changes = changes(table, granules, contents);
        var restore = new GranuleRestore(sections, interner, granules, contents, changes);
        restore.readContents();
        return GranuleTable.own(granules);
    }

    private static long[] changes(ByteReader table, byte[][] granules, int contents) throws CorruptObjectException {
        int count = table.count(2);
        long[] changes = new long[count];
        int kept = 0;
        int next = 0;
        for (int i = 0; i < count; i++) {
            int index = next + table.bounded(granules.length - 1 - next, "The distance to the next changed granule");
            int form = table.bounded(2 * contents, "The form of a granule");
            next = index + 1;
            if (form == GranuleChanges.ZERO_FORM) {
                granules[index] = GranuleTable.zero();
            } else {
                changes[kept++] = ((long) (form - 1) << Integer.SIZE) | index;
            }
        }
        table.expectEnd();
        long[] result = Arrays.copyOf(changes, kept);
        Arrays.sort(result);
        return result;
    }

    private void readContents() throws CorruptObjectException {
        List<Section> chunks = sections.all(SectionType.GRANULES);
        int expected = Math.ceilDiv(contents, Layout.GRANULES_PER_SECTION);
        if (chunks.size() != expected) {
            throw new CorruptObjectException(
                    contents + " granules stand in " + expected + " sections, not in " + chunks.size() + ".");
        }
        int done = 0;
        for (int chunk = 0; chunk < expected; chunk++) {
            int first = chunk * Layout.GRANULES_PER_SECTION;
            int count = Math.min(Layout.GRANULES_PER_SECTION, contents - first);
            done = readChunk(chunks.get(chunk), first, count, done);
        }
    }

    private int readChunk(Section chunk, int first, int count, int done) throws CorruptObjectException {
        if (chunk.decodedLength() != count * GRANULE_BYTES) {
            throw new CorruptObjectException(
                    "A section of " + count + " granules decodes to " + chunk.decodedLength() + " bytes.");
        }
        ByteReader content = sections.decode(chunk);
        int base = content.skip(count * GRANULE_BYTES);
        int at = done;
        for (; at < changes.length && ordinal(changes[at]) < first + count; at++) {
            int offset = base + (ordinal(changes[at]) - first) * GRANULE_BYTES;
            apply(changes[at], content.array(), offset, at > done ? changes[at - 1] : -1);
        }
        return at;
    }

    private void apply(long change, byte[] source, int offset, long before) {
        int index = (int) change;
        if (isExclusiveOr(change)) {
            granules[index] = interner.adopt(GranuleChanges.exclusiveOr(source, offset, granules[index]));
        } else if (before >= 0 && before >>> Integer.SIZE == change >>> Integer.SIZE) {
            granules[index] = granules[(int) before];
        } else {
            granules[index] = interner.shared(source, offset);
        }
    }

    private static int ordinal(long change) {
        return (int) (change >>> (Integer.SIZE + 1));
    }

    private static boolean isExclusiveOr(long change) {
        return (change >>> Integer.SIZE & 1) == 1;
    }
}
