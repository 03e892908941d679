package dev.dormouse.snapshot.object.memory;

import dev.dormouse.snapshot.object.Listed;
import dev.dormouse.snapshot.object.ObjectKeys;
import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.object.StoreUnavailableException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps objects in the heap, up to a bound.
 *
 * <p>Thread-safe. A create that would pass the bound is a {@link StoreUnavailableException} and leaves nothing.
 */
public final class HeapObjectStore implements ObjectStore {
    private final ConcurrentSkipListMap<String, Stored> objects = new ConcurrentSkipListMap<>();
    private final AtomicLong heldBytes = new AtomicLong();
    private final InstantSource clock;
    private final long maxBytes;

    /**
     * @param clock the store's own time
     * @param maxBytes bound on the sum of all objects
     */
    public HeapObjectStore(InstantSource clock, long maxBytes) {
        this.clock = clock;
        this.maxBytes = maxBytes;
    }

    @Override
    public Created createOnly(String key, byte[] bytes) throws StoreUnavailableException {
        ObjectKeys.valid(key);
        if (objects.containsKey(key)) {
            return Created.OCCUPIED;
        }
        reserve(key, bytes.length);
        if (objects.putIfAbsent(key, new Stored(bytes, clock.instant())) != null) {
            heldBytes.addAndGet(-bytes.length);
            return Created.OCCUPIED;
        }
        return Created.CREATED;
    }

    private void reserve(String key, int bytes) throws StoreUnavailableException {
        if (heldBytes.addAndGet(bytes) > maxBytes) {
            heldBytes.addAndGet(-bytes);
            throw new StoreUnavailableException("The store in the heap holds at most " + maxBytes + " bytes and has no"
                    + " room for the " + bytes + " of " + key + ". Use a directory or S3.");
        }
    }

    @Override
    public Optional<byte[]> get(String key) {
        return Optional.ofNullable(objects.get(ObjectKeys.valid(key))).map(Stored::bytes);
    }

    @Override
    public Optional<byte[]> get(String key, long offset, int length) {
        return get(key).map(bytes -> {
            int from = (int) Math.min(offset, bytes.length);
            return Arrays.copyOfRange(bytes, from, (int) Math.min((long) from + length, bytes.length));
        });
    }

    @Override
    public List<Listed> list(String prefix, String after) {
        ObjectKeys.validPrefix(prefix);
        String from = after.compareTo(prefix) > 0 ? after : prefix;
        return objects.tailMap(from, true).entrySet().stream()
                .filter(entry -> entry.getKey().compareTo(after) > 0)
                .takeWhile(entry -> entry.getKey().startsWith(prefix))
                .limit(LIST_MAX)
                .map(HeapObjectStore::listed)
                .toList();
    }

    private static Listed listed(Map.Entry<String, Stored> entry) {
        return new Listed(
                entry.getKey(),
                entry.getValue().bytes().length,
                entry.getValue().created());
    }

    @Override
    public void delete(String key) {
        Stored removed = objects.remove(ObjectKeys.valid(key));
        if (removed != null) {
            heldBytes.addAndGet(-removed.bytes().length);
        }
    }

    @Override
    public Instant clock() {
        return clock.instant();
    }

    private static final class Stored {
        private final byte[] bytes;
        private final Instant created;

        Stored(byte[] bytes, Instant created) {
            this.bytes = bytes;
            this.created = created;
        }

        byte[] bytes() {
            return bytes;
        }

        Instant created() {
            return created;
        }
    }
}
