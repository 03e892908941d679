package dev.dormouse.snapshot.log;

import dev.dormouse.snapshot.Pause;
import dev.dormouse.snapshot.format.CorruptObjectException;
import dev.dormouse.snapshot.format.Nonce;
import dev.dormouse.snapshot.format.SealedObjects;
import dev.dormouse.snapshot.format.Segment;
import dev.dormouse.snapshot.format.SegmentCodec;
import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.object.ObjectStore.Created;
import dev.dormouse.snapshot.object.StoreUnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The slots of one partition's log: claims one, and reads them. Owned by whoever has the partition's turn. */
final class SlotChain {
    private final ObjectStore store;
    private final PartitionKeys keys;
    private final LogSettings settings;
    private final SealedObjects seal;
    private final RandomGenerator random;
    private final Pause pause;

    SlotChain(ObjectStore store, PartitionKeys keys, LogSettings settings, LogServices services) {
        this.store = store;
        this.keys = keys;
        this.settings = settings;
        this.seal = services.seal();
        this.random = services.random();
        this.pause = services.pause();
    }

    /**
     * Creates the slot until it is known whose it is. Each attempt sends the same bytes, so it makes no difference
     * which of them arrives, or when; and no other slot is tried as long as this one is open.
     *
     * @param bytes the sealed segment
     * @param writer the nonce in {@code bytes}, by which the own segment is recognised when an answer was lost
     * @throws StoreUnavailableException if it is not known: the segment may be there, or appear later
     * @throws CorruptObjectException if the slot holds something that cannot be read
     */
    SlotClaim claim(long position, byte[] bytes, Nonce writer)
            throws StoreUnavailableException, CorruptObjectException {
        StoreUnavailableException last = null;
        for (int attempt = 0; attempt < settings.attempts(); attempt++) {
            if (attempt > 0) {
                backOff(attempt);
            }
            try {
                SlotClaim claim = tryOnce(keys.segment(position), bytes, writer, last);
                if (claim != null) {
                    return claim;
                }
            } catch (StoreUnavailableException e) {
                last = e;
            }
        }
        throw new StoreUnavailableException(
                "It is not known whether the segment " + keys.segment(position) + " was written, after "
                        + settings.attempts() + " attempts. Its messages may have been carried out; send them again"
                        + " with the same ids.",
                last);
    }

    private @Nullable SlotClaim tryOnce(
            String key, byte[] bytes, Nonce writer, @Nullable StoreUnavailableException before)
            throws StoreUnavailableException, CorruptObjectException {
        if (before == null) {
            if (store.createOnly(key, bytes) == Created.CREATED) {
                return SlotClaim.OWN;
            }
            return owner(key, writer).orElse(SlotClaim.GONE);
        }
        // An earlier attempt may have arrived: look first, then send the same again.
        Optional<SlotClaim> owner = owner(key, writer);
        if (owner.isPresent()) {
            return owner.get();
        }
        return store.createOnly(key, bytes) == Created.CREATED
                ? SlotClaim.OWN
                : owner(key, writer).orElse(SlotClaim.GONE);
    }

    private Optional<SlotClaim> owner(String key, Nonce writer)
            throws StoreUnavailableException, CorruptObjectException {
        Optional<byte[]> found = store.get(key);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        boolean own = SegmentCodec.decode(key, seal.open(key, found.get()))
                .head()
                .writer()
                .equals(writer);
        return Optional.of(own ? SlotClaim.OWN : SlotClaim.TAKEN);
    }

    /** The segment in a slot, or nothing if there is none. A read that fails is tried again, as often as a create. */
    Optional<Segment> read(long position) throws StoreUnavailableException, CorruptObjectException {
        String key = keys.segment(position);
        Optional<byte[]> found = readBytes(key);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Segment segment = SegmentCodec.decode(key, seal.open(key, found.get()));
        if (segment.head().position() != position) {
            throw new CorruptObjectException("The segment " + key + " was written for position "
                    + segment.head().position() + ".");
        }
        return Optional.of(segment);
    }

    private Optional<byte[]> readBytes(String key) throws StoreUnavailableException {
        for (int attempt = 1; ; attempt++) {
            try {
                return store.get(key);
            } catch (StoreUnavailableException e) {
                if (attempt == settings.attempts()) {
                    throw e;
                }
                backOff(attempt);
            }
        }
    }

    private void backOff(int attempt) {
        long limitNanos = settings.firstPause().toNanos() << Math.min(attempt - 1, 10);
        pause.pause(Duration.ofNanos(1 + random.nextLong(Math.max(1, limitNanos))));
    }
}
