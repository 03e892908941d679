package dev.dormouse.invoker.wasm;

import run.endive.runtime.Memory;

/**
 * Where compiled guests count their fuel.
 *
 * <p>Public because their classes stand in loaders of their own. Nobody else calls it.
 */
public final class Tick {
    private Tick() {}

    /** Uses one unit of fuel; called at each backward jump and before each call. */
    public static void tick(Memory memory) {
        ((CowMemory) memory).tick();
    }
}
