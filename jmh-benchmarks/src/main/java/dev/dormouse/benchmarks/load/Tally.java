package dev.dormouse.benchmarks.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The guest of all load runs: it counts its messages and changes as much of its memory as it is told. */
public final class Tally {
    /** Granules of 4 KiB that make 64 KiB. */
    static final int OWN_GRANULES = 16;

    private Tally() {}

    /** Its module. */
    public static byte[] module() throws IOException {
        try (InputStream in = Tally.class.getResourceAsStream("tally.wasm")) {
            if (in == null) {
                throw new IOException("The resource tally.wasm is missing.");
            }
            return in.readAllBytes();
        }
    }

    /** The same module as {@link #module()} for who runs it, another one for who tells modules apart. */
    static byte[] module(int number) throws IOException {
        byte[] module = module();
        byte[] other = Arrays.copyOf(module, module.length + 8);
        // A custom section of six bytes: a name of one letter, then the number.
        other[module.length + 1] = 6;
        other[module.length + 2] = 1;
        other[module.length + 3] = 'n';
        ByteBuffer.wrap(other).putInt(module.length + 4, number);
        return other;
    }

    /** The body that lets agent {@code number} fill 64 KiB with content that no other agent has. */
    static String fill(int number) {
        return String.valueOf(number * 100L + OWN_GRANULES);
    }

    /** Where agent {@code number} gets its messages. */
    public static String target(String function, int number) {
        return "/agents/" + function + "/" + number;
    }
}
