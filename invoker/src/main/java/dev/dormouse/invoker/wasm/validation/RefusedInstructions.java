package dev.dormouse.invoker.wasm.validation;

import dev.dormouse.invoker.wasm.ModuleRefused;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The names of instructions that this runtime does not run, so that each is refused by its name. */
final class RefusedInstructions {
    private static final String TABLE = "refused-instructions.txt";

    private record Refused(Feature feature, String name) {}

    private RefusedInstructions() {}

    /** The refusal of the instruction of one byte at {@code offset}. */
    static ModuleRefused refusal(Refusals refusals, long offset, int code) {
        return refusal(refusals, offset, digits(code));
    }

    /** The refusal of the instruction at {@code offset} that has a prefix byte and a number. */
    static ModuleRefused refusal(Refusals refusals, long offset, int prefix, long number) {
        return refusal(refusals, offset, digits(prefix) + digits(number));
    }

    private static ModuleRefused refusal(Refusals refusals, long offset, String code) {
        Refused refused = Table.ENTRIES.get(code);
        return refused == null
                ? refusals.malformed(offset, "no instruction has the code " + code)
                : refusals.unsupported(offset, refused.feature, "the instruction " + refused.name);
    }

    private static String digits(long number) {
        String digits = Long.toHexString(number);
        return digits.length() == 1 ? "0" + digits : digits;
    }

    /** Read when the first module is refused for an instruction. */
    private static final class Table {
        private static final Map<String, Refused> ENTRIES = read();

        private static Map<String, Refused> read() {
            InputStream stream = RefusedInstructions.class.getResourceAsStream(TABLE);
            if (stream == null) {
                throw new IllegalStateException("The class path lacks " + TABLE + "; the build is incomplete.");
            }
            Map<String, Refused> entries = new HashMap<>();
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                    String[] fields = line.split(" ", -1);
                    entries.put(fields[0], new Refused(Feature.valueOf(fields[1]), fields[2]));
                });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return entries;
        }
    }
}
