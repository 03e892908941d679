package dev.dormouse.snapshot.object.s3.fake;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The objects of the fake. Thread-safe. */
final class Bucket {
    private final ConcurrentNavigableMap<String, Stored> objects = new ConcurrentSkipListMap<>();

    /** Content, metadata headers and time of one object. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Stored(byte[] content, Map<String, String> metadata, Instant modified) {}

    /** Says whether it was free. */
    boolean putIfAbsent(String key, Stored object) {
        return objects.putIfAbsent(key, object) == null;
    }

    void put(String key, Stored object) {
        objects.put(key, object);
    }

    Optional<Stored> get(String key) {
        return Optional.ofNullable(objects.get(key));
    }

    void delete(String key) {
        objects.remove(key);
    }

    ConcurrentNavigableMap<String, Stored> all() {
        return objects;
    }
}
