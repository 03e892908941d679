package dev.dormouse.snapshot.store;

import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.format.GranuleInterner;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One interner a function, so that no agent learns by the time that a load takes what another function's agents hold.
 * The least recently used one goes when there are too many. Thread-safe.
 */
final class Interners {
    private static final int MAX_FUNCTIONS = 256;

    private final int slots;
    private final Map<FunctionName, GranuleInterner> byFunction = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<FunctionName, GranuleInterner> eldest) {
            return size() > MAX_FUNCTIONS;
        }
    };

    Interners(int slots) {
        this.slots = slots;
    }

    synchronized GranuleInterner of(FunctionName function) {
        return byFunction.computeIfAbsent(function, name -> new GranuleInterner(slots));
    }
}
