package dev.dormouse.invoker.host;

import dev.dormouse.invoker.wasm.GuestMemory;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Arguments or environment variables in the form in which WASI hands them over: texts that each end with a zero byte. */
final class WasiStrings {
    static final WasiStrings EMPTY = of(List.of());

    private static final int POINTER_BYTES = 4;

    private final byte[] texts;
    private final int[] starts;

    private WasiStrings(byte[] texts, int[] starts) {
        this.texts = texts;
        this.starts = starts;
    }

    /** @param entries without zero bytes */
    static WasiStrings of(List<byte[]> entries) {
        ByteArrayOutputStream texts = new ByteArrayOutputStream();
        int[] starts = new int[entries.size()];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = texts.size();
            texts.writeBytes(entries.get(i));
            texts.write(0);
        }
        return new WasiStrings(texts.toByteArray(), starts);
    }

    /** Variables in the order of their names. */
    static WasiStrings environment(Map<String, String> variables) {
        return of(new TreeMap<>(variables)
                .entrySet().stream()
                        .map(entry -> (entry.getKey() + "=" + entry.getValue()).getBytes(StandardCharsets.UTF_8))
                        .toList());
    }

    /** Tells the number of texts and their bytes together. */
    void writeSizes(GuestMemory memory, long countAt, long bytesAt) {
        memory.check(countAt, POINTER_BYTES);
        memory.check(bytesAt, POINTER_BYTES);
        memory.writeInt(countAt, starts.length);
        memory.writeInt(bytesAt, texts.length);
    }

    /** Writes the texts to {@code textsAt} and their addresses to {@code pointersAt}. */
    void write(GuestMemory memory, long pointersAt, long textsAt) {
        memory.check(pointersAt, (long) starts.length * POINTER_BYTES);
        memory.check(textsAt, texts.length);
        memory.write(textsAt, texts, 0, texts.length);
        for (int i = 0; i < starts.length; i++) {
            memory.writeInt(pointersAt + (long) i * POINTER_BYTES, (int) (textsAt + starts[i]));
        }
    }
}
