package dev.dormouse.snapshot.object.probe;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.object.ObjectStore.Created;
import dev.dormouse.snapshot.object.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Writers that create one key at the same moment, each with its own bytes. Made for one thread; closed by it. */
final class Race implements AutoCloseable {
    private final ObjectStore store;
    private final int writers;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Race(ObjectStore store, int writers) {
        this.store = store;
        this.writers = writers;
    }

    /**
     * What came of one key.
     *
     * @param winners who were told that they had created it
     * @param unknown how many got no usable answer
     */
    record Finish(List<Integer> winners, int unknown) {}

    Finish run(String key) {
        CyclicBarrier start = new CyclicBarrier(writers);
        List<Future<Created>> answers = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            byte[] own = content(writer);
            answers.add(threads.submit(() -> {
                await(start);
                return store.createOnly(key, own);
            }));
        }
        List<Integer> winners = new ArrayList<>();
        int unknown = 0;
        for (int writer = 0; writer < writers; writer++) {
            try {
                if (answers.get(writer).get() == Created.CREATED) {
                    winners.add(writer);
                }
            } catch (ExecutionException e) {
                unknown++;
                refuseUnlessUnavailable(e);
            } catch (InterruptedException e) {
                unknown++;
                Thread.currentThread().interrupt();
            }
        }
        return new Finish(winners, unknown);
    }

    private static void await(CyclicBarrier start) throws InterruptedException {
        try {
            start.await();
        } catch (BrokenBarrierException e) {
            throw new IllegalStateException("Nobody breaks the barrier of a race.", e);
        }
    }

    private static void refuseUnlessUnavailable(ExecutionException failed) {
        if (!(failed.getCause() instanceof StoreUnavailableException)) {
            throw new IllegalStateException("A create of the probe failed in a way of its own.", failed.getCause());
        }
    }

    /** What a writer writes; as long as that it takes the server a moment. */
    static byte[] content(int writer) {
        return ("writer " + writer + " ").repeat(64).getBytes(UTF_8);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
