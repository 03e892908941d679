package dev.dormouse.snapshot.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Objects that ask for more than their reader allows: refused, and not before a byte too many was allocated. */
class DecodeBoundsTest {
    private static final String KEY = "base/1";
    private static final DecodeLimits LIMITS = new DecodeLimits(16, 64 * 1024);
    private static final long SLACK_BYTES = 1 << 20;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void refusesASectionThatDecodesToMoreThanTheLimit() {
        byte[] bomb = base(
                writer -> writer.compressed(SectionType.VARIABLES, new ByteWriter(32 << 20).bytes(new byte[32 << 20])));

        assertThat(bomb.length).isLessThan(32 << 10);
        refuses(bomb, "more than");
    }

    @Test
    void refusesManySectionsThatDecodeToMoreThanTheLimitTogether() {
        byte[] bomb = base(writer -> {
            for (int i = 0; i < 64; i++) {
                writer.compressed(SectionType.GRANULES, new ByteWriter(1 << 20).bytes(new byte[1 << 20]));
            }
        });

        refuses(bomb, "more than");
    }

    @Test
    void refusesAFrameThatDecodesToMoreThanItsSectionSays() {
        byte[] bomb = base(
                writer -> writer.compressed(SectionType.GLOBALS, new ByteWriter(1 << 20).bytes(new byte[1 << 20])));
        ByteBuffer.wrap(bomb).order(ByteOrder.LITTLE_ENDIAN).putInt(lastSection(bomb) + 12, 100);
        Mutations.fixChecksums(KEY, bomb);

        refuses(bomb, "decompress");
    }

    @Test
    void refusesAFrameThatDecodesToLessThanItsSectionSays() {
        byte[] bomb = base(
                writer -> writer.compressed(SectionType.GLOBALS, new ByteWriter(1 << 10).bytes(new byte[1 << 10])));
        ByteBuffer.wrap(bomb).order(ByteOrder.LITTLE_ENDIAN).putInt(lastSection(bomb) + 12, 10_000);
        Mutations.fixChecksums(KEY, bomb);

        refuses(bomb, "decompresses to 1024");
    }

    @Test
    void refusesMoreSectionsThanThereAre() {
        byte[] bomb = base(writer -> {});
        ByteBuffer.wrap(bomb).order(ByteOrder.LITTLE_ENDIAN).putInt(12, Integer.MAX_VALUE);
        Mutations.fixChecksums(KEY, bomb);

        refuses(bomb, "sections");
    }

    @Test
    void refusesMorePagesThanTheLimit() {
        refuses(memory(table -> table.varint(17).varint(0).varint(0)), "pages is 17");
        refuses(memory(table -> table.varint(1L << 40).varint(0).varint(0)), "pages");
        refuses(memory(table -> table.varint(-1).varint(0).varint(0)), "pages");
    }

    @Test
    void refusesMoreContentsThanGranules() {
        refuses(memory(table -> table.varint(1).varint(17).varint(0)), "distinct granules is 17");
    }

    @Test
    void refusesMoreChangesThanBytes() {
        refuses(memory(table -> table.varint(1).varint(0).varint(Integer.MAX_VALUE)), "2147483647 entries");
    }

    @Test
    void refusesAChangeBehindTheEndOfTheMemory() {
        refuses(memory(table -> table.varint(1).varint(0).varint(1).varint(16).varint(0)), "distance");
        refuses(
                memory(table -> table.varint(1)
                        .varint(0)
                        .varint(2)
                        .varint(15)
                        .varint(0)
                        .varint(0)
                        .varint(0)),
                "distance");
    }

    @Test
    void refusesAContentThatIsNotThere() {
        refuses(memory(table -> table.varint(1).varint(0).varint(1).varint(0).varint(1)), "form of a granule is 1");
        refuses(memory(table -> table.varint(1).varint(1).varint(1).varint(0).varint(1)), "1 sections, not in 0");
    }

    @Test
    void refusesListsLongerThanTheirBytes() {
        refuses(
                base(writer -> writer.plain(SectionType.GLOBALS, new ByteWriter(16).varint(Integer.MAX_VALUE))),
                "2147483647 entries");
        refuses(
                base(writer -> writer.plain(
                        SectionType.TABLES, new ByteWriter(16).varint(1).u8(1).varint(1L << 62))),
                "entries");
        refuses(
                base(writer -> writer.plain(
                        SectionType.VARIABLES, new ByteWriter(16).varint(2).text("a"))),
                "entries");
        refuses(base(writer -> writer.plain(SectionType.DROPPED, new ByteWriter(16).varint(1L << 33))), "entries");
    }

    @Test
    void refusesANumberOfMoreThan64Bits() {
        refuses(
                base(writer -> writer.plain(
                        SectionType.GLOBALS, new ByteWriter(16).u64(-1).u64(-1))),
                "64 bits");
    }

    @Test
    void refusesAVariableThatStandsThereTwice() {
        refuses(
                base(writer -> writer.plain(
                        SectionType.VARIABLES,
                        new ByteWriter(16)
                                .varint(2)
                                .text("a")
                                .text("x")
                                .text("a")
                                .text("y"))),
                "twice");
    }

    @Test
    void refusesTheSameSectionTwice() {
        refuses(
                base(writer -> {
                    writer.plain(SectionType.GLOBALS, new ByteWriter(16).varint(0));
                    writer.plain(SectionType.GLOBALS, new ByteWriter(16).varint(0));
                }),
                "2 sections GLOBALS");
    }

    @Test
    void refusesASectionThatItDoesNotKnow() {
        byte[] unknown = base(writer -> writer.plain(SectionType.GLOBALS, new ByteWriter(16).varint(0)));
        ByteBuffer.wrap(unknown).order(ByteOrder.LITTLE_ENDIAN).putShort(lastSection(unknown), (short) 999);
        Mutations.fixChecksums(KEY, unknown);

        refuses(unknown, "type 999");
    }

    @Test
    void leavesOutASectionThatItDoesNotKnowAndMayLeaveOut() throws Exception {
        byte[] unknown = base(writer -> writer.plain(SectionType.GLOBALS, new ByteWriter(16).varint(0)));
        ByteBuffer buffer = ByteBuffer.wrap(unknown).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putShort(lastSection(unknown), (short) 999).putInt(lastSection(unknown) + 4, Layout.FLAG_OPTIONAL);
        Mutations.fixChecksums(KEY, unknown);

        assertThat(decode(unknown)).isNotNull();
    }

    @Test
    void refusesALaterVersionAndSaysWhatToDo() {
        byte[] later = base(writer -> {});
        ByteBuffer.wrap(later).order(ByteOrder.LITTLE_ENDIAN).putShort(8, (short) 2);
        Mutations.fixChecksums(KEY, later);

        refuses(later, "container version 2; this release reads 1. Use the release that wrote it");
    }

    private static byte[] memory(Consumer<ByteWriter> table) {
        ByteWriter content = new ByteWriter(64);
        table.accept(content);
        return base(writer -> writer.plain(SectionType.MEMORY, content));
    }

    private static byte[] base(Consumer<SectionList> sections) {
        ByteWriter stamp = new ByteWriter(100);
        Images.STAMP.write(stamp);
        SectionList list = new SectionList().plain(SectionType.STAMP, stamp);
        sections.accept(list);
        return ContainerWriter.write(ObjectKind.BASE, KEY, List.of(list));
    }

    private static int lastSection(byte[] container) {
        ByteBuffer buffer = ByteBuffer.wrap(container).order(ByteOrder.LITTLE_ENDIAN);
        int at = Layout.HEADER_BYTES;
        for (int next = at; next < container.length; ) {
            at = next;
            next = at + Layout.SECTION_HEADER_BYTES + buffer.getInt(at + 8);
        }
        return at;
    }

    private static Object decode(byte[] bytes) throws CorruptObjectException {
        return BaseCodec.decode(KEY, ObjectBytes.of(bytes), Images.STAMP, LIMITS, new GranuleInterner(16));
    }

    private void refuses(byte[] bomb, String reason) {
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThatThrownBy(() -> decode(bomb))
                .isInstanceOf(CorruptObjectException.class)
                .hasMessageContaining(reason);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                .isLessThan(LIMITS.maxDecodedBytes() + SLACK_BYTES);
    }
}
