package dev.dormouse.snapshot.object;

import java.time.Instant;

/**
 * What a list says of one object.
 *
 * @param key the object's key
 * @param bytes its length
 * @param created when it was created, by the store's own clock
 */
public record Listed(String key, long bytes, Instant created) {}
