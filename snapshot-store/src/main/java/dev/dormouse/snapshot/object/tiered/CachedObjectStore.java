package dev.dormouse.snapshot.object.tiered;

import dev.dormouse.snapshot.object.Listed;
import dev.dormouse.snapshot.object.ObjectKeys;
import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.object.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Keeps copies of what is read from the store below on the local disk, and asks it only once for what several threads
 * want at the same moment.
 *
 * <p>Only for keys with the prefixes that it is given: objects that are read again. Parts of the log are not, and a list
 * is always the store's own. Objects never change, so a copy is right for ever; it goes with a delete or a create of
 * its key through this store. That another process deleted an object is not noticed: its copy is read on.
 *
 * <p>As thread-safe as the store below.
 */
public final class CachedObjectStore implements ObjectStore {
    private final ObjectStore below;
    private final DiskCopies copies;
    private final List<String> prefixes;
    private final ConcurrentMap<String, Fetch> fetches = new ConcurrentHashMap<>();

    private CachedObjectStore(ObjectStore below, DiskCopies copies, List<String> prefixes) {
        this.below = below;
        this.copies = copies;
        this.prefixes = prefixes;
    }

    /**
     * Puts a cache before a store, and closes that one with itself.
     *
     * @param folder of the copies; made if it is missing; belongs to this process alone
     * @param maxBytes bound on all copies together
     * @param prefixes of the keys that are copied
     * @throws IOException if the folder cannot be made or read
     */
    public static CachedObjectStore open(ObjectStore below, Path folder, long maxBytes, List<String> prefixes)
            throws IOException {
        return new CachedObjectStore(below, DiskCopies.open(folder, maxBytes), List.copyOf(prefixes));
    }

    private boolean isCopied(String key) {
        return prefixes.stream().anyMatch(key::startsWith);
    }

    @Override
    public Created createOnly(String key, byte[] bytes) throws StoreUnavailableException {
        try {
            return below.createOnly(key, bytes);
        } finally {
            drop(key);
        }
    }

    @Override
    public Optional<byte[]> get(String key) throws StoreUnavailableException {
        ObjectKeys.valid(key);
        if (!isCopied(key)) {
            return below.get(key);
        }
        Optional<byte[]> copy = copies.read(key);
        return copy.isPresent() ? copy : fetchOnce(key);
    }

    private Optional<byte[]> fetchOnce(String key) throws StoreUnavailableException {
        Fetch mine = new Fetch();
        Fetch running = fetches.putIfAbsent(key, mine);
        if (running != null) {
            // what another's request did not find, or could not get, may be there for one that begins now
            Optional<byte[]> shared = running.await();
            return shared.isPresent() ? shared : below.get(key);
        }
        Optional<byte[]> found = Optional.empty();
        try {
            found = below.get(key);
            found.ifPresent(bytes -> copies.keep(key, bytes, mine::isStillTrue));
            return found;
        } finally {
            fetches.remove(key, mine);
            mine.finish(mine.isStillTrue() ? found : Optional.empty());
        }
    }

    @Override
    public Optional<byte[]> get(String key, long offset, int length) throws StoreUnavailableException {
        Optional<byte[]> copy = isCopied(key) ? copies.read(key) : Optional.empty();
        if (copy.isEmpty()) {
            return below.get(key, offset, length);
        }
        byte[] bytes = copy.get();
        int from = (int) Math.min(offset, bytes.length);
        return Optional.of(Arrays.copyOfRange(bytes, from, (int) Math.min((long) from + length, bytes.length)));
    }

    @Override
    public List<Listed> list(String prefix, String after) throws StoreUnavailableException {
        return below.list(prefix, after);
    }

    @Override
    public void delete(String key) throws StoreUnavailableException {
        try {
            below.delete(key);
        } finally {
            drop(key);
        }
    }

    private void drop(String key) {
        if (isCopied(key)) {
            Fetch running = fetches.get(key);
            if (running != null) {
                running.outdate();
            }
            copies.remove(key);
        }
    }

    @Override
    public Instant clock() throws StoreUnavailableException {
        return below.clock();
    }

    @Override
    public void close() {
        below.close();
    }
}
