package dev.dormouse.snapshot.object;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Hands every call on: the part that stores for tests have in common. */
public abstract class ForwardingStore implements ObjectStore {
    private final ObjectStore below;

    protected ForwardingStore(ObjectStore below) {
        this.below = below;
    }

    protected final ObjectStore below() {
        return below;
    }

    @Override
    public Created createOnly(String key, byte[] bytes) throws StoreUnavailableException {
        return below.createOnly(key, bytes);
    }

    @Override
    public Optional<byte[]> get(String key) throws StoreUnavailableException {
        return below.get(key);
    }

    @Override
    public Optional<byte[]> get(String key, long offset, int length) throws StoreUnavailableException {
        return below.get(key, offset, length);
    }

    @Override
    public List<Listed> list(String prefix, String after) throws StoreUnavailableException {
        return below.list(prefix, after);
    }

    @Override
    public void delete(String key) throws StoreUnavailableException {
        below.delete(key);
    }

    @Override
    public Instant clock() throws StoreUnavailableException {
        return below.clock();
    }
}
