package dev.dormouse.invoker.registry;

import dev.dormouse.snapshot.ModuleDigest;

/** Where modules and scripts are kept, by their digest, before and after a revision names them. Thread-safe. */
public interface ModuleStore {
    /**
     * Keeps {@code module}. Durable when it returns. Keeping it again changes nothing.
     *
     * @param module written by nobody afterwards
     * @return whether it was not known before
     * @throws dev.dormouse.invoker.Refused {@code BAD_INPUT} if {@code digest} is not that of {@code module};
     *     {@code TOO_LARGE}, {@code STORE_UNAVAILABLE}
     */
    boolean put(ModuleDigest digest, byte[] module);
}
