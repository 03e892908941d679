package dev.dormouse.invoker.wasm.validation;

import dev.dormouse.snapshot.fuzz.JazzerRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@link JazzerRun Looks} for what {@link ModuleValidatorFuzzer} does not expect, beginning with the small real modules and
 * the hostile ones.
 */
@Tag("soak")
final class ModuleValidatorFuzzTest {
    private static final int MAX_BYTES = 8_192;

    @Test
    void findsNothing(@TempDir Path folder) throws IOException, InterruptedException {
        Map<String, byte[]> corpus = new TreeMap<>();
        int number = 0;
        for (byte[] module : RealModules.upTo(MAX_BYTES)) {
            corpus.put("real-" + number++, module);
        }
        for (HostileModules.HostileModule module : HostileModules.all()) {
            corpus.put(module.name(), module.bytes());
        }

        new JazzerRun(ModuleValidatorFuzzer.class, BodyChecker.class, MAX_BYTES).findsNothing(folder, corpus);
    }
}
