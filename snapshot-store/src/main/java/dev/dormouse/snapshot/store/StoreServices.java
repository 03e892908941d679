package dev.dormouse.snapshot.store;

import dev.dormouse.snapshot.Pause;
import dev.dormouse.snapshot.SnapshotStoreObserver;
import dev.dormouse.snapshot.Ticker;
import dev.dormouse.snapshot.format.SealedObjects;
import dev.dormouse.snapshot.log.LogServices;
import dev.dormouse.snapshot.object.FaultPoints;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * What the store takes from outside.
 *
 * @param seal makes and opens all objects: nobody without its secret can forge one
 * @param clock for the times that people see; nothing that matters hangs on it
 * @param ticker for durations in metrics
 * @param random source of nonces and jitter; thread-safe
 * @param pause how a retry waits
 * @param background runs what nobody waits for: packing, indexes, deletions
 * @param faults numbered crash points
 * @param observer hears what happens
 */
public record StoreServices(
        SealedObjects seal,
        InstantSource clock,
        Ticker ticker,
        RandomGenerator random,
        Pause pause,
        Executor background,
        FaultPoints faults,
        SnapshotStoreObserver observer) {
    LogServices forLog() {
        return new LogServices(seal, random, ticker, pause, faults, observer);
    }
}
