package dev.dormouse.invoker.execution.agent;

import dev.dormouse.invoker.execution.LiveInstance;
import dev.dormouse.snapshot.GranuleTable;
import dev.dormouse.snapshot.RememberedAnswer;
import dev.dormouse.snapshot.store.Snapshot;
import java.util.BitSet;
import java.util.Optional;

/**
 * What this process holds of one agent between two messages.
 *
 * @param snapshot its newest state that this process knows of, which is committed
 * @param instance one that stands exactly there, ready for the next message
 * @param touched granules that its last message wrote: its next load begins with them
 * @param bytes what it takes in the heap for itself
 */
record LiveAgent(Snapshot snapshot, Optional<LiveInstance> instance, BitSet touched, long bytes) {
    /** Pointers of the image's memory: what an image costs however much of it is shared. */
    private static final int POINTER_BYTES = 4;

    /** The engine's own objects of an instance, and two more tables of pointers. */
    private static final int INSTANCE_BYTES = 8 << 10;

    static LiveAgent suspended(Snapshot snapshot, BitSet touched) {
        return new LiveAgent(snapshot, Optional.empty(), touched, bytesOf(snapshot));
    }

    static LiveAgent warm(Snapshot snapshot, LiveInstance instance, BitSet touched) {
        long bytes = bytesOf(snapshot)
                + INSTANCE_BYTES
                + 2L * POINTER_BYTES * snapshot.image().memory().size();
        return new LiveAgent(snapshot, Optional.of(instance), touched, bytes);
    }

    /** As this, but without the instance. */
    LiveAgent withoutInstance() {
        return instance.isEmpty() ? this : suspended(snapshot, touched);
    }

    /** Gives up the instance, for good. */
    void close() {
        instance.ifPresent(LiveInstance::close);
    }

    private static long bytesOf(Snapshot snapshot) {
        GranuleTable memory = snapshot.image().memory();
        GranuleTable base = snapshot.base().image().image().memory();
        long bytes = (long) POINTER_BYTES * memory.size();
        bytes += (long) differing(base, memory).cardinality() * GranuleTable.GRANULE_BYTES;
        for (byte[] value : snapshot.image().variables().values()) {
            bytes += value.length;
        }
        for (RememberedAnswer answer : snapshot.state().answers()) {
            bytes += answer.answer().length;
        }
        return bytes;
    }

    /** Indices of the granules of {@code to} that are neither shared with {@code from} nor untouched. */
    @SuppressWarnings("ReferenceEquality") // granules are shared, so what is another array was written
    static BitSet differing(GranuleTable from, GranuleTable to) {
        BitSet differing = new BitSet(to.size());
        byte[] zero = GranuleTable.zero();
        for (int i = 0; i < to.size(); i++) {
            byte[] granule = to.granule(i);
            if (granule != zero && (i >= from.size() || granule != from.granule(i))) {
                differing.set(i);
            }
        }
        return differing;
    }
}
