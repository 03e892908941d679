package dev.dormouse.snapshot.log;

import dev.dormouse.snapshot.Pause;
import dev.dormouse.snapshot.SnapshotStoreObserver;
import dev.dormouse.snapshot.Ticker;
import dev.dormouse.snapshot.format.SealedObjects;
import dev.dormouse.snapshot.object.FaultPoints;
import java.util.random.RandomGenerator;

/**
 * What the log takes from outside.
 *
 * @param seal makes and opens what the log writes
 * @param random source of nonces and of jitter; thread-safe
 * @param ticker for durations in metrics
 * @param pause how a retry waits
 * @param faults numbered crash points
 * @param observer hears what happens
 */
public record LogServices(
        SealedObjects seal,
        RandomGenerator random,
        Ticker ticker,
        Pause pause,
        FaultPoints faults,
        SnapshotStoreObserver observer) {}
