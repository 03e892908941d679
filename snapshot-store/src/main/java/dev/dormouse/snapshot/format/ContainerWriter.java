package dev.dormouse.snapshot.format;

import java.util.List;

/** Puts an object together: the header, then section after section. */
final class ContainerWriter {
    private ContainerWriter() {}

    /** The object of {@code kind} under {@code key} that holds {@code parts}, one after the other. */
    static byte[] write(ObjectKind kind, String key, List<SectionList> parts) {
        int length = Layout.HEADER_BYTES;
        int sections = 0;
        for (SectionList part : parts) {
            length = Math.addExact(length, part.bytes());
            sections += part.sections().size();
        }
        ByteWriter out = new ByteWriter(length);
        out.u64(Layout.MAGIC).u16(Layout.VERSION).u16(kind.code()).u32(sections);
        out.u64(length).u32(0).u32(0);
        for (SectionList part : parts) {
            part.sections().forEach(section -> section.writeTo(out));
        }
        byte[] container = out.array();
        writeChecksums(key, container, sections);
        return container;
    }

    private static void writeChecksums(String key, byte[] container, int sections) {
        int checksum = Checksum.ofHeader(key, ObjectBytes.of(container));
        ByteWriter.INT.set(container, Layout.HEADER_CHECKSUM_AT, checksum);
        int at = Layout.HEADER_BYTES;
        for (int i = 0; i < sections; i++) {
            int stored = (int) ByteWriter.INT.get(container, at + Layout.SECTION_STORED_LENGTH_AT);
            checksum = Checksum.ofSection(container, at, checksum, stored);
            ByteWriter.INT.set(container, at + Layout.SECTION_CHECKSUM_AT, checksum);
            at += Layout.SECTION_HEADER_BYTES + stored;
        }
    }
}
