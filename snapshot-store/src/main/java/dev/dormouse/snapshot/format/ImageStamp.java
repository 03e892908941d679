package dev.dormouse.snapshot.format;

import dev.dormouse.snapshot.Excerpt;
import dev.dormouse.snapshot.ModuleDigest;

/**
 * Which code an image belongs to: its numbers of functions, globals and tables mean nothing to any other.
 *
 * @param module the module
 * @param engine how the engine lays images out, 1 to 64 characters
 */
public record ImageStamp(ModuleDigest module, String engine) {
    private static final int ENGINE_MAX_CHARS = 64;

    public ImageStamp {
        if (engine.isEmpty() || engine.length() > ENGINE_MAX_CHARS) {
            throw new IllegalArgumentException("An engine's layout is named by 1 to " + ENGINE_MAX_CHARS
                    + " characters; this one is '" + Excerpt.of(engine) + "'.");
        }
    }

    void write(ByteWriter out) {
        out.text(module.hex()).text(engine);
    }

    /** Refuses an image of other code. */
    void expect(ByteReader in) throws CorruptObjectException {
        String foundModule = in.text();
        String foundEngine = in.text();
        in.expectEnd();
        if (!foundModule.equals(module.hex()) || !foundEngine.equals(engine)) {
            throw new CorruptObjectException("The image belongs to module " + Excerpt.of(foundModule) + " on engine "
                    + Excerpt.of(foundEngine) + ", not to " + module + " on " + engine + ".");
        }
    }
}
