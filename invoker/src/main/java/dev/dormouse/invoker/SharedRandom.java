package dev.dormouse.invoker;

import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Random numbers for ids and choices that many threads draw at once and nobody must guess: not for secrets.
 *
 * <p>SplitMix64 over one shared counter: Steele, Lea and Flood, "Fast splittable pseudorandom number generators",
 * OOPSLA 2014. Its period is 2^64, so no two draws of one process are the same.
 */
final class SharedRandom implements RandomGenerator {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private final AtomicLong state;

    /** @param seed different for each process */
    SharedRandom(long seed) {
        state = new AtomicLong(seed);
    }

    @Override
    public long nextLong() {
        long mixed = state.addAndGet(GOLDEN_GAMMA);
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
