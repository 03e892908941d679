package dev.dormouse.snapshot.log;

import dev.dormouse.snapshot.format.CorruptObjectException;
import dev.dormouse.snapshot.format.EventCodec;
import dev.dormouse.snapshot.format.Nonce;
import dev.dormouse.snapshot.format.ObjectKind;
import dev.dormouse.snapshot.format.SealedObjects;
import dev.dormouse.snapshot.format.StampedEvent;
import dev.dormouse.snapshot.object.Listed;
import dev.dormouse.snapshot.object.ObjectKeys;
import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.object.ObjectStore.Created;
import dev.dormouse.snapshot.object.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/**
 * A chain of opaque events, {@code prefix/event/0}, {@code 1}, and so on, each created only if it is not there.
 *
 * <p>An append names the position that it expects to be free. So a writer that has read all events below knows that its
 * own follows exactly these; whoever was slower gets {@link Append.Lost}, reads on, decides anew. Events are never
 * deleted, so a slot is never used twice, and no clock and no lease takes part.
 *
 * <p>Every process that replays the chain sees the same history. To begin in the middle, keep the state that the
 * events below some position add up to by {@link #checkpoint}, and begin with {@link #newestCheckpoint}.
 *
 * <p>Thread-safe; calls block.
 */
public final class EventLog {
    /** Largest event or checkpoint. */
    public static final int MAX_BYTES = 64 << 20;

    /** Largest number of events that one {@link #read} gives. */
    public static final int READ_MAX = 1_000;

    /** How many events are asked for at once by who finds many. */
    private static final int READ_WIDTH_MAX = 32;

    private static final int ATTEMPTS = 4;

    private final ObjectStore store;
    private final String prefix;
    private final SealedObjects seal;
    private final RandomGenerator random;

    /**
     * @param prefix beginning of all keys of this log, without a slash at the end; it belongs to this log alone
     * @param seal makes and opens its objects
     * @param random source of the writers' nonces; thread-safe
     */
    public EventLog(ObjectStore store, String prefix, SealedObjects seal, RandomGenerator random) {
        this.store = store;
        this.prefix = ObjectKeys.valid(prefix);
        this.seal = seal;
        this.random = random;
    }

    /** What became of an append. */
    public sealed interface Append {
        /**
         * The event is in the log, durable, and follows exactly what stands below.
         *
         * @param position where it stands
         */
        record Appended(long position) implements Append {}

        /**
         * Somebody else's event stands there; this one is not in the log.
         *
         * @param position where it was to stand
         */
        record Lost(long position) implements Append {}
    }

    /**
     * Appends {@code event} at {@code expectedPosition}, which is the number of events that the caller has read.
     *
     * @throws StoreUnavailableException if it is not known what became of it: the event may be there, or appear later.
     *     Read on from {@code expectedPosition} before anything else is decided.
     * @throws CorruptObjectException if the slot is occupied by something that cannot be read
     */
    public Append append(long expectedPosition, byte[] event) throws StoreUnavailableException, CorruptObjectException {
        refuseIfTooLarge(event);
        String key = eventKey(expectedPosition);
        Nonce mine = Nonce.draw(random);
        byte[] object = seal.seal(key, EventCodec.encode(ObjectKind.EVENT, key, new StampedEvent(mine, event)));
        boolean stands = write(key, object, mine);
        return stands ? new Append.Appended(expectedPosition) : new Append.Lost(expectedPosition);
    }

    /**
     * Creates until it is known who owns the slot. The same bytes go out each time, so it makes no difference which of
     * the attempts arrives, or when.
     */
    private boolean write(String key, byte[] object, Nonce mine)
            throws StoreUnavailableException, CorruptObjectException {
        StoreUnavailableException last = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                if (store.createOnly(key, object) == Created.CREATED) {
                    return true;
                }
                Optional<byte[]> found = store.get(key);
                if (found.isPresent()) {
                    return decode(ObjectKind.EVENT, key, found.get()).writer().equals(mine);
                }
            } catch (StoreUnavailableException e) {
                last = e;
            }
        }
        throw new StoreUnavailableException(
                "It is not known whether the event " + key + " was written, after " + ATTEMPTS
                        + " attempts. Read the log again before anything else is decided.",
                last);
    }

    /**
     * The events from position {@code from} on, at most {@link #READ_MAX}; fewer, down to none, only at the end.
     *
     * @throws CorruptObjectException if one of them cannot be read
     */
    public List<byte[]> read(long from) throws StoreUnavailableException, CorruptObjectException {
        List<byte[]> events = new ArrayList<>();
        int width = 1;
        while (events.size() < READ_MAX) {
            List<String> keys = keys(from + events.size(), Math.min(width, READ_MAX - events.size()));
            List<Optional<byte[]>> found = get(keys);
            for (int i = 0; i < keys.size(); i++) {
                if (found.get(i).isEmpty()) {
                    return List.copyOf(events);
                }
                events.add(decode(ObjectKind.EVENT, keys.get(i), found.get(i).get())
                        .content());
            }
            width = Math.min(2 * width, READ_WIDTH_MAX);
        }
        return List.copyOf(events);
    }

    private List<String> keys(long from, int count) {
        return LongStream.range(from, from + count).mapToObj(this::eventKey).toList();
    }

    /** Gets objects side by side: a far store answers many requests in the time of one. */
    private List<Optional<byte[]>> get(List<String> keys) throws StoreUnavailableException {
        if (keys.size() == 1) {
            return List.of(store.get(keys.getFirst()));
        }
        List<FutureTask<Optional<byte[]>>> gets = new ArrayList<>();
        for (String key : keys) {
            FutureTask<Optional<byte[]>> get = new FutureTask<>(() -> store.get(key));
            gets.add(get);
            Thread.startVirtualThread(get);
        }
        List<Optional<byte[]>> found = new ArrayList<>();
        for (FutureTask<Optional<byte[]>> get : gets) {
            found.add(await(get));
        }
        return found;
    }

    private static Optional<byte[]> await(FutureTask<Optional<byte[]>> get) throws StoreUnavailableException {
        try {
            return get.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("The thread was interrupted while it read the log.", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StoreUnavailableException unavailable) {
                throw unavailable;
            }
            throw new IllegalStateException("Reading the log failed.", e.getCause());
        }
    }

    /** The state that events add up to. */
    public static final class Checkpoint {
        private final long position;
        private final byte[] state;

        Checkpoint(long position, byte[] state) {
            this.position = position;
            this.state = state;
        }

        /** Number of events that it stands for: replay goes on with the event at this position. */
        public long position() {
            return position;
        }

        /** As it was handed to {@link EventLog#checkpoint}: to read, never to write. */
        public byte[] state() {
            return state;
        }
    }

    /**
     * Keeps the state that the first {@code position} events add up to, so that a later start need not replay them.
     * If there is one for this position already, that one stays.
     */
    public void checkpoint(long position, byte[] state) throws StoreUnavailableException {
        refuseIfTooLarge(state);
        String key = checkpointKey(position);
        StampedEvent stamped = new StampedEvent(Nonce.draw(random), state);
        store.createOnly(key, seal.seal(key, EventCodec.encode(ObjectKind.EVENT_CHECKPOINT, key, stamped)));
    }

    /** The newest checkpoint that can be read; damaged ones are passed over, as the events are all still there. */
    public Optional<Checkpoint> newestCheckpoint() throws StoreUnavailableException {
        for (String key : checkpointKeys().reversed()) {
            Optional<Checkpoint> readable = checkpointIn(key);
            if (readable.isPresent()) {
                return readable;
            }
        }
        return Optional.empty();
    }

    private Optional<Checkpoint> checkpointIn(String key) throws StoreUnavailableException {
        OptionalLong position = Slots.positionIn(prefix + "/checkpoint/", key);
        Optional<byte[]> found = store.get(key);
        if (position.isEmpty() || found.isEmpty()) {
            return Optional.empty();
        }
        try {
            StampedEvent state = decode(ObjectKind.EVENT_CHECKPOINT, key, found.get());
            return Optional.of(new Checkpoint(position.getAsLong(), state.content()));
        } catch (CorruptObjectException e) {
            return Optional.empty(); // the one before it and more events say the same
        }
    }

    private List<String> checkpointKeys() throws StoreUnavailableException {
        List<String> keys = new ArrayList<>();
        String after = "";
        for (List<Listed> page = store.list(prefix + "/checkpoint/", after);
                !page.isEmpty();
                page = store.list(prefix + "/checkpoint/", after)) {
            page.forEach(listed -> keys.add(listed.key()));
            after = keys.getLast();
        }
        return keys;
    }

    private StampedEvent decode(ObjectKind kind, String key, byte[] sealed) throws CorruptObjectException {
        return EventCodec.decode(kind, key, seal.open(key, sealed), MAX_BYTES);
    }

    private static void refuseIfTooLarge(byte[] content) {
        if (content.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "An event has at most " + MAX_BYTES + " bytes; this one has " + content.length + ".");
        }
    }

    private String eventKey(long position) {
        return Slots.key(prefix + "/event/", position);
    }

    private String checkpointKey(long position) {
        return Slots.key(prefix + "/checkpoint/", position);
    }
}
