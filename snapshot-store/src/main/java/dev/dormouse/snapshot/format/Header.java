package dev.dormouse.snapshot.format;

/**
 * The header of a container.
 *
 * @param version of the container
 * @param kind code of its kind
 * @param sections how many it says follow
 * @param length of the whole object, as it says
 * @param reserved 0
 * @param checksum its own
 */
record Header(int version, int kind, int sections, long length, int reserved, int checksum) {
    /** Reads a header without believing it. */
    static Header read(ObjectBytes bytes) throws CorruptObjectException {
        if (bytes.length() < Layout.HEADER_BYTES) {
            throw new CorruptObjectException(
                    "It has " + bytes.length() + " bytes, less than its header of " + Layout.HEADER_BYTES + ".");
        }
        ByteReader in = bytes.reader();
        if (in.u64() != Layout.MAGIC) {
            throw new CorruptObjectException("It does not begin with DORMOUSE.");
        }
        return new Header(in.u16(), in.u16(), in.u32(), in.u64(), in.u32(), in.u32());
    }

    /** Refuses a header that is not that of these bytes under {@code key}. */
    void verify(String key, ObjectBytes bytes) throws CorruptObjectException {
        if (checksum != Checksum.ofHeader(key, bytes)) {
            throw new CorruptObjectException("Its header and its key do not have the header's checksum.");
        }
        if (version != Layout.VERSION) {
            throw new CorruptObjectException("It has container version " + version + "; this release reads "
                    + Layout.VERSION + ". Use the release that wrote it, or a later one.");
        }
        if (length != bytes.length() || reserved != 0) {
            throw new CorruptObjectException("It has " + bytes.length() + " bytes, not the " + length + " it says.");
        }
        if (sections < 0 || sections > bytes.length() / Layout.SECTION_HEADER_BYTES) {
            throw new CorruptObjectException("It cannot hold " + Integer.toUnsignedString(sections) + " sections.");
        }
    }
}
