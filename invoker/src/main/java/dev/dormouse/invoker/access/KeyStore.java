package dev.dormouse.invoker.access;

import java.util.List;
import java.util.Optional;

/**
 * Where API keys are kept. Thread-safe. A change is durable and whole when its method returns; one that another process
 * makes to the same keys is seen within seconds.
 *
 * <p>Methods throw {@link java.io.UncheckedIOException} if the keys cannot be read or written; nothing is changed then.
 */
public interface KeyStore {
    /** All keys, oldest first. */
    List<ApiKey> keys();

    /** The key with this id. */
    Optional<ApiKey> find(String id);

    /** Adds a key whose id is new. */
    void add(ApiKey key);

    /**
     * Takes a key away.
     *
     * @return false if there was none
     */
    boolean remove(String id);

    /** Whether there is no key at all. */
    default boolean isEmpty() {
        return keys().isEmpty();
    }
}
