package dev.dormouse.snapshot.object.faults;

import dev.dormouse.snapshot.object.FaultPoints;
import dev.dormouse.snapshot.object.Listed;
import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.object.StoreUnavailableException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reaches a crash point before and after each call to the store below. As thread-safe as that store and the points. */
public final class FaultPointStore implements ObjectStore {
    private final ObjectStore below;
    private final FaultPoints points;

    public FaultPointStore(ObjectStore below, FaultPoints points) {
        this.below = below;
        this.points = points;
    }

    @Override
    public Created createOnly(String key, byte[] bytes) throws StoreUnavailableException {
        points.reach("before create");
        Created created = below.createOnly(key, bytes);
        points.reach("after create");
        return created;
    }

    @Override
    public Optional<byte[]> get(String key) throws StoreUnavailableException {
        points.reach("before get");
        Optional<byte[]> found = below.get(key);
        points.reach("after get");
        return found;
    }

    @Override
    public Optional<byte[]> get(String key, long offset, int length) throws StoreUnavailableException {
        points.reach("before get of a part");
        Optional<byte[]> found = below.get(key, offset, length);
        points.reach("after get of a part");
        return found;
    }

    @Override
    public List<Listed> list(String prefix, String after) throws StoreUnavailableException {
        points.reach("before list");
        List<Listed> page = below.list(prefix, after);
        points.reach("after list");
        return page;
    }

    @Override
    public void delete(String key) throws StoreUnavailableException {
        points.reach("before delete");
        below.delete(key);
        points.reach("after delete");
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
