package dev.dormouse.invoker.execution.agent;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.dormouse.snapshot.AgentId;
import dev.dormouse.snapshot.store.Snapshot;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The agents whose state is in the heap, bounded in number and bytes. Everything here is committed, so whatever is
 * dropped costs a load and nothing else; no turn is needed for it.
 *
 * <p>When there is too much, the agent that was used longest ago gives up its instance first, then the rest. Thread-safe;
 * the lock is held for a few instructions and nobody is called under it.
 */
final class LiveAgents {
    private static final long NEVER = Long.MAX_VALUE;

    private final int most;
    private final long mostBytes;

    @GuardedBy("this")
    private final Map<AgentId, Entry> byUse = new LinkedHashMap<>(16, 0.75f, true);

    @GuardedBy("this")
    private long bytes;

    /** What is held, and until which ticker reading. */
    private record Entry(LiveAgent agent, long untilNanos) {
        @SuppressWarnings("ReferenceEquality") // the very state that was kept, not one like it
        boolean standsAt(Snapshot snapshot) {
            return agent.snapshot() == snapshot;
        }
    }

    LiveAgents(AgentSettings settings) {
        this.most = settings.liveMax();
        this.mostBytes = settings.liveMaxBytes();
    }

    /** What is held of an agent. Its instance goes to the caller, who has the agent's turn; the rest stays. */
    synchronized Optional<LiveAgent> take(AgentId agent) {
        Entry entry = byUse.get(agent);
        if (entry == null) {
            return Optional.empty();
        }
        replace(agent, new Entry(entry.agent().withoutInstance(), entry.untilNanos()));
        return Optional.of(entry.agent());
    }

    /** What is held of an agent, to look at. */
    synchronized Optional<LiveAgent> look(AgentId agent) {
        return Optional.ofNullable(byUse.get(agent)).map(Entry::agent);
    }

    /**
     * Holds an agent until further notice, and its instance if it comes with one.
     *
     * @return what had to go to make room
     */
    synchronized List<LiveAgent> keep(LiveAgent agent) {
        Optional<LiveAgent> ignored = drop(agent.snapshot().agent());
        replace(agent.snapshot().agent(), new Entry(agent, NEVER));
        List<LiveAgent> gone = new ArrayList<>();
        while (byUse.size() > most || bytes > mostBytes) {
            makeRoom().ifPresent(gone::add);
        }
        return gone;
    }

    /** An agent that still stands at {@code snapshot} is held until {@code nanos}. */
    synchronized void expireAt(Snapshot snapshot, long nanos) {
        Entry ignored = byUse.computeIfPresent(
                snapshot.agent(), (id, entry) -> entry.standsAt(snapshot) ? new Entry(entry.agent(), nanos) : entry);
    }

    /** Drops an agent, if anything is held of it. */
    synchronized Optional<LiveAgent> drop(AgentId agent) {
        return Optional.ofNullable(byUse.remove(agent)).map(this::dropped);
    }

    /** Drops an agent that still stands at {@code snapshot}. */
    synchronized Optional<LiveAgent> dropAt(Snapshot snapshot) {
        Entry entry = byUse.get(snapshot.agent());
        return entry != null && entry.standsAt(snapshot) ? drop(snapshot.agent()) : Optional.empty();
    }

    /** Drops whatever has been held until {@code nanos}. */
    synchronized List<LiveAgent> dropExpired(long nanos) {
        List<LiveAgent> gone = new ArrayList<>();
        for (Iterator<Entry> entries = byUse.values().iterator(); entries.hasNext(); ) {
            Entry entry = entries.next();
            if (entry.untilNanos() != NEVER && entry.untilNanos() - nanos <= 0) {
                entries.remove();
                gone.add(dropped(entry));
            }
        }
        return gone;
    }

    /** When the next one goes, if one does. */
    synchronized OptionalLong nextExpiry() {
        return byUse.values().stream()
                .mapToLong(Entry::untilNanos)
                .filter(nanos -> nanos != NEVER)
                .min();
    }

    /** Drops everything. */
    synchronized void clear() {
        byUse.values().forEach(entry -> entry.agent().close());
        byUse.clear();
        bytes = 0;
    }

    /** How many agents are held. */
    synchronized int size() {
        return byUse.size();
    }

    /** What they take. */
    synchronized long bytes() {
        return bytes;
    }

    @GuardedBy("this")
    private void replace(AgentId agent, Entry entry) {
        Entry before = byUse.put(agent, entry);
        bytes += entry.agent().bytes() - (before == null ? 0 : before.agent().bytes());
    }

    @GuardedBy("this")
    private LiveAgent dropped(Entry entry) {
        bytes -= entry.agent().bytes();
        entry.agent().close();
        return entry.agent().withoutInstance();
    }

    /** Makes the agent that was used longest ago smaller; gives it back if nothing is left of it. */
    @GuardedBy("this")
    private Optional<LiveAgent> makeRoom() {
        Iterator<Map.Entry<AgentId, Entry>> entries = byUse.entrySet().iterator();
        Map.Entry<AgentId, Entry> eldest = entries.next();
        LiveAgent smaller = dropped(eldest.getValue());
        if (byUse.size() > most || eldest.getValue().agent().instance().isEmpty()) {
            entries.remove();
            return Optional.of(smaller);
        }
        bytes += smaller.bytes();
        eldest.setValue(new Entry(smaller, eldest.getValue().untilNanos()));
        return Optional.empty();
    }
}
