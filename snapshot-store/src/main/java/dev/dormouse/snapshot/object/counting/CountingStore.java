package dev.dormouse.snapshot.object.counting;

import dev.dormouse.snapshot.object.Listed;
import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.object.StoreUnavailableException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** Counts requests and bytes on their way to the store below. As thread-safe as that store. */
public final class CountingStore implements ObjectStore {
    private final ObjectStore below;
    private final LongAdder creates = new LongAdder();
    private final LongAdder gets = new LongAdder();
    private final LongAdder lists = new LongAdder();
    private final LongAdder deletes = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder bytesWritten = new LongAdder();
    private final LongAdder bytesRead = new LongAdder();

    public CountingStore(ObjectStore below) {
        this.below = below;
    }

    /** What was counted up to now. */
    public StoreCounts counts() {
        return new StoreCounts(
                creates.sum(),
                gets.sum(),
                lists.sum(),
                deletes.sum(),
                failures.sum(),
                bytesWritten.sum(),
                bytesRead.sum());
    }

    private interface Call<T> {
        T run() throws StoreUnavailableException;
    }

    private <T> T counted(LongAdder requests, Call<T> call) throws StoreUnavailableException {
        requests.increment();
        try {
            return call.run();
        } catch (StoreUnavailableException e) {
            failures.increment();
            throw e;
        }
    }

    @Override
    public Created createOnly(String key, byte[] bytes) throws StoreUnavailableException {
        bytesWritten.add(bytes.length);
        return counted(creates, () -> below.createOnly(key, bytes));
    }

    @Override
    public Optional<byte[]> get(String key) throws StoreUnavailableException {
        Optional<byte[]> found = counted(gets, () -> below.get(key));
        found.ifPresent(bytes -> bytesRead.add(bytes.length));
        return found;
    }

    @Override
    public Optional<byte[]> get(String key, long offset, int length) throws StoreUnavailableException {
        Optional<byte[]> found = counted(gets, () -> below.get(key, offset, length));
        found.ifPresent(bytes -> bytesRead.add(bytes.length));
        return found;
    }

    @Override
    public List<Listed> list(String prefix, String after) throws StoreUnavailableException {
        return counted(lists, () -> below.list(prefix, after));
    }

    @Override
    public void delete(String key) throws StoreUnavailableException {
        counted(deletes, () -> {
            below.delete(key);
            return key;
        });
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
