package dev.dormouse.snapshot.format;

import dev.dormouse.snapshot.fuzz.JazzerRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link JazzerRun Looks} for what {@link DecoderFuzzer} does not expect, beginning with an object of each kind. */
@Tag("soak")
final class DecoderFuzzTest {
    private static final int MAX_BYTES = 65_536;

    @Test
    void findsNothing(@TempDir Path folder) throws IOException, InterruptedException {
        Map<String, byte[]> corpus = new TreeMap<>();
        for (StoredKind kind : StoredKind.all()) {
            corpus.put(kind.name(), DecoderFuzzer.input(kind));
        }

        new JazzerRun(DecoderFuzzer.class, SnapshotCodec.class, MAX_BYTES).findsNothing(folder, corpus);
    }
}
