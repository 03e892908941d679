package dev.dormouse.invoker.http;

import dev.dormouse.invoker.access.ApiKey;
import dev.dormouse.invoker.access.KeyStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keys in the heap. Thread-safe. */
final class FakeKeys implements KeyStore {
    private final List<ApiKey> keys = new CopyOnWriteArrayList<>();

    @Override
    public List<ApiKey> keys() {
        return List.copyOf(keys);
    }

    @Override
    public Optional<ApiKey> find(String id) {
        return keys.stream().filter(key -> key.id().equals(id)).findAny();
    }

    @Override
    public void add(ApiKey key) {
        keys.add(key);
    }

    @Override
    public boolean remove(String id) {
        return keys.removeIf(key -> key.id().equals(id));
    }
}
