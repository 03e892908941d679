package dev.dormouse.snapshot.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

/** Damages the inside of a container and then makes its checksums fit again. */
final class Mutations {
    private Mutations() {}

    static byte[] mutate(String key, byte[] container, Random random) {
        byte[] damaged = container.clone();
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            int at = random.nextInt(damaged.length);
            damaged[at] = switch (random.nextInt(4)) {
                case 0 -> (byte) random.nextInt();
                case 1 -> (byte) (damaged[at] ^ 1 << random.nextInt(8));
                case 2 -> (byte) 0xFF;
                default -> (byte) (damaged[at] + 1);
            };
        }
        if (damaged.length >= Layout.HEADER_BYTES) {
            fixChecksums(key, damaged);
        }
        return damaged;
    }

    /** Writes the checksums that the container's lengths, true or not, ask for. */
    static void fixChecksums(String key, byte[] container) {
        ByteBuffer buffer = ByteBuffer.wrap(container).order(ByteOrder.LITTLE_ENDIAN);
        int checksum = Checksum.ofHeader(key, ObjectBytes.of(container));
        buffer.putInt(Layout.HEADER_CHECKSUM_AT, checksum);
        int at = Layout.HEADER_BYTES;
        while (at + Layout.SECTION_HEADER_BYTES <= container.length) {
            int stored = buffer.getInt(at + 8);
            if (stored < 0 || stored > container.length - at - Layout.SECTION_HEADER_BYTES) {
                return;
            }
            checksum = Checksum.ofSection(container, at, checksum, stored);
            buffer.putInt(at + Layout.SECTION_CHECKSUM_AT, checksum);
            at += Layout.SECTION_HEADER_BYTES + stored;
        }
    }
}
