package dev.dormouse.snapshot.log;

import java.util.OptionalLong;

/** Positions in keys: nineteen digits, so that keys sort as their positions do. */
final class Slots {
    private static final int DIGITS = 19;

    private Slots() {}

    static String key(String folder, long position) {
        if (position < 0) {
            throw new IllegalArgumentException("A position begins at 0; this one is " + position + ".");
        }
        String digits = Long.toString(position);
        return folder + "0".repeat(DIGITS - digits.length()) + digits;
    }

    /** The position in {@code key}, or nothing if it is not a key of {@code folder}. */
    static OptionalLong positionIn(String folder, String key) {
        if (key.length() != folder.length() + DIGITS || !key.startsWith(folder)) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseUnsignedLong(key, folder.length(), key.length(), 10));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
