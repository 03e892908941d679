package dev.dormouse.invoker.wasm.validation;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The function names of a module's custom section {@code name}, for messages only.
 *
 * <p>The section is written by no rule that anybody checks, so whatever cannot be read in it is a function without a
 * name, never a fault. It is kept as bytes and searched when a name is wanted.
 */
public final class FunctionNames {
    /** A larger section is not kept. */
    static final int MAX_BYTES = 8 << 20;

    static final FunctionNames NONE = new FunctionNames(new byte[0]);

    private static final int HEADER_BYTES = 8;
    private static final byte[] SECTION = "name".getBytes(StandardCharsets.UTF_8);
    private static final int FUNCTION_NAMES = 1;
    private static final int MAX_NAME_BYTES = 4_096;

    private final byte[] section;

    private FunctionNames(byte[] section) {
        this.section = section;
    }

    /** The names in {@code module}; none if it is no module or has no such section. */
    public static FunctionNames of(byte[] module) {
        Cursor cursor = new Cursor(module);
        cursor.skip(HEADER_BYTES);
        while (!cursor.failed && cursor.position < module.length) {
            int id = (int) cursor.number();
            long length = cursor.number();
            int start = cursor.position;
            cursor.skip(length);
            int names = start + 1 + SECTION.length;
            if (id == 0 && !cursor.failed && names <= cursor.position && isNameSection(module, start)) {
                return in(module, names, cursor.position);
            }
        }
        return NONE;
    }

    private static boolean isNameSection(byte[] module, int start) {
        return module[start] == SECTION.length
                && Arrays.equals(module, start + 1, start + 1 + SECTION.length, SECTION, 0, SECTION.length);
    }

    /** The names in {@code module} from {@code start} (behind the section's own name) to {@code end}. */
    static FunctionNames in(byte[] module, int start, int end) {
        return end - start > MAX_BYTES ? NONE : new FunctionNames(Arrays.copyOfRange(module, start, end));
    }

    /** The name of a function; empty if it has none. */
    public String of(int function) {
        Cursor cursor = new Cursor(section);
        while (!cursor.failed && cursor.position < section.length) {
            int kind = (int) cursor.number();
            long length = cursor.number();
            if (kind == FUNCTION_NAMES) {
                return search(cursor, function);
            }
            cursor.skip(length);
        }
        return "";
    }

    private static String search(Cursor cursor, int function) {
        long count = cursor.number();
        for (long i = 0; i < count && !cursor.failed; i++) {
            long index = cursor.number();
            long length = cursor.number();
            int start = cursor.position;
            cursor.skip(length);
            if (index == function && !cursor.failed && length <= MAX_NAME_BYTES) {
                return new String(cursor.bytes, start, (int) length, StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    /** Reads leniently; after a failure every number is 0. */
    private static final class Cursor {
        private final byte[] bytes;
        private int position;
        private boolean failed;

        Cursor(byte[] bytes) {
            this.bytes = bytes;
        }

        long number() {
            long value = 0;
            for (int shift = 0; shift < 35; shift += 7) {
                if (position >= bytes.length) {
                    failed = true;
                    return 0;
                }
                int next = bytes[position++];
                value |= (long) (next & 0x7F) << shift;
                if (next >= 0) {
                    return value;
                }
            }
            failed = true;
            return 0;
        }

        void skip(long length) {
            if (length > bytes.length - position) {
                failed = true;
            } else {
                position += (int) length;
            }
        }
    }
}
