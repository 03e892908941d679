package dev.dormouse.snapshot.object;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** A store whose next creates fail as told, each in its own way; everything else passes through. Thread-safe. */
public final class ScriptedStore extends ForwardingStore {
    /** What happens to one create. */
    public enum Fault {
        /** Nothing is wrong. */
        NONE,
        /** It does not arrive, and the caller cannot know. */
        NOT_APPLIED,
        /** It arrives, and the caller cannot know. */
        APPLIED_ANSWER_LOST,
        /** It is on the way still when the caller gives up, and arrives when it is released. */
        HELD_BACK
    }

    private final Queue<Fault> script = new ArrayDeque<>();
    private final List<Held> held = new ArrayList<>();
    private boolean releaseNext;

    public ScriptedStore(ObjectStore below) {
        super(below);
    }

    /** Appends to what happens to the next creates. */
    public synchronized void next(Fault... faults) {
        script.addAll(List.of(faults));
    }

    /** The next create that comes lets all held ones arrive before it. */
    public synchronized void releaseBeforeNextCreate() {
        releaseNext = true;
    }

    /** Lets all held creates arrive now. */
    public synchronized void release() throws StoreUnavailableException {
        for (Held create : held) {
            below().createOnly(create.key, create.bytes);
        }
        held.clear();
    }

    @Override
    public synchronized Created createOnly(String key, byte[] bytes) throws StoreUnavailableException {
        if (releaseNext && !held.isEmpty()) {
            releaseNext = false;
            release();
        }
        Fault fault = script.isEmpty() ? Fault.NONE : script.remove();
        switch (fault) {
            case NONE -> {
                return below().createOnly(key, bytes);
            }
            case NOT_APPLIED -> {}
            case APPLIED_ANSWER_LOST -> below().createOnly(key, bytes);
            case HELD_BACK -> held.add(new Held(key, bytes));
        }
        throw new StoreUnavailableException("the script says " + fault);
    }

    private static final class Held {
        private final String key;
        private final byte[] bytes;

        Held(String key, byte[] bytes) {
            this.key = key;
            this.bytes = bytes;
        }
    }
}
