package dev.dormouse.invoker.deployment;

import dev.dormouse.snapshot.ModuleDigest;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;

/**
 * The module that runs JavaScript: one for all scripts, so it is compiled once and each function of it is only an
 * image. It comes with the runtime, see {@code sdk/javascript}.
 */
public final class ScriptEngine {
    private static final String RESOURCE = "/dev/dormouse/invoker/js/quickjs.wasm";
    private static final String SCRIPT_NAME = "script.name";

    private final byte[] module;
    private final ModuleDigest digest;

    private ScriptEngine(byte[] module) {
        this.module = module;
        this.digest = ModuleDigest.of(module);
    }

    /** Reads the engine module that comes with the runtime. */
    public static ScriptEngine bundled() {
        try (InputStream in = ScriptEngine.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("The runtime's jar has no " + RESOURCE + ": it was not built whole.");
            }
            return new ScriptEngine(in.readAllBytes());
        } catch (IOException e) {
            throw new IllegalStateException("The runtime's jar cannot be read.", e);
        }
    }

    /** Identity of the engine module. */
    public ModuleDigest digest() {
        return digest;
    }

    /** The engine module: to read, never to write. */
    byte[] module() {
        return module;
    }

    /** The guest's configuration with the name of the script in it, which its errors show. */
    static Map<String, String> config(Map<String, String> own, String function) {
        Map<String, String> config = new HashMap<>(own);
        config.putIfAbsent(SCRIPT_NAME, function + ".js");
        return Map.copyOf(config);
    }
}
