package dev.dormouse.invoker.execution;

import dev.dormouse.invoker.artifact.ArtifactStore;
import dev.dormouse.invoker.artifact.Compilation;
import dev.dormouse.invoker.host.GuestProgram;
import dev.dormouse.invoker.host.GuestStyle;
import dev.dormouse.invoker.host.Host;
import dev.dormouse.invoker.registry.Revision;
import dev.dormouse.invoker.registry.RevisionView;
import dev.dormouse.invoker.wasm.CompiledModule;
import dev.dormouse.invoker.wasm.InstanceLimits;
import dev.dormouse.invoker.wasm.ModuleRefused;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.GranuleTable;
import dev.dormouse.snapshot.RevisionId;
import dev.dormouse.snapshot.format.CorruptObjectException;
import dev.dormouse.snapshot.format.DecodeLimits;
import dev.dormouse.snapshot.object.StoreUnavailableException;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The revisions that are ready to run. One that is not is loaded from the store, once however many ask for it; when
 * there are more than the bounds, the one that was asked for longest ago goes, and those of a deleted function go at once.
 * Thread-safe.
 */
public final class LiveRevisions {
    /** What answers call this process's heap. */
    public static final String HEAP_TIER = "heap";

    private final ArtifactStore artifacts;
    private final Compilation compilation;
    private final CompiledModules modules;
    private final Host host;
    private final ExecutionSettings settings;
    private final String storeTier;
    private final ConcurrentMap<RevisionId, Slot> slots = new ConcurrentHashMap<>();
    private final AtomicLong uses = new AtomicLong();

    /** The slot that was used last: one that is used again and again is not written by all processors each time. */
    private volatile @Nullable Slot newest;

    /** Where one revision stands or will stand. Whoever holds {@code loading} fills {@code live}. */
    private static final class Slot {
        private final ReentrantLock loading = new ReentrantLock();
        private volatile Optional<LiveRevision> live = Optional.empty();
        private volatile long baseBytes;
        private volatile long lastUse;

        Slot(long firstUse) {
            this.lastUse = firstUse;
        }

        void fill(LiveRevision revision) {
            baseBytes = (long) revision.base().image().memory().materialized() << GranuleTable.GRANULE_SHIFT;
            live = Optional.of(revision);
        }
    }

    /**
     * @param artifacts where they are loaded from
     * @param compilation gets the code of those that another version of the runtime compiled
     * @param modules code that is loaded already
     * @param host what guests may import
     * @param settings how many are kept
     * @param storeTier what answers call the store: {@code disk} or {@code store}
     */
    public LiveRevisions(
            ArtifactStore artifacts,
            Compilation compilation,
            CompiledModules modules,
            Host host,
            ExecutionSettings settings,
            String storeTier) {
        this.artifacts = artifacts;
        this.compilation = compilation;
        this.modules = modules;
        this.host = host;
        this.settings = settings;
        this.storeTier = storeTier;
    }

    /**
     * The revision, from wherever it is, as {@link #load} does it.
     *
     * @param watch told where from and how long it took
     */
    LiveRevision get(Revision revision, Stopwatch watch) throws StoreUnavailableException, CorruptObjectException {
        long from = watch.told();
        Optional<LiveRevision> ready = ready(revision.id());
        LiveRevision live = ready.isPresent() ? ready.get() : load(revision);
        watch.loaded(ready.isPresent() ? HEAP_TIER : storeTier, from);
        return live;
    }

    /** The revision, from wherever it is, as {@link #load} does it. */
    public LiveRevision get(Revision revision) throws StoreUnavailableException, CorruptObjectException {
        Optional<LiveRevision> ready = ready(revision.id());
        return ready.isPresent() ? ready.get() : load(revision);
    }

    /** The revision, if it is ready. */
    public Optional<LiveRevision> ready(RevisionId id) {
        Slot slot = slots.get(id);
        if (slot == null) {
            return Optional.empty();
        }
        if (newest != slot) {
            used(slot);
        }
        return slot.live;
    }

    /**
     * The revision, loaded from the store if need be.
     *
     * @throws StoreUnavailableException if the store gives no answer
     * @throws CorruptObjectException if what is in the store cannot be used; a new deploy of the function mends it
     */
    public LiveRevision load(Revision revision) throws StoreUnavailableException, CorruptObjectException {
        Slot slot = slot(revision.id());
        slot.loading.lock();
        try {
            if (slot.live.isEmpty()) {
                slot.fill(read(revision));
            }
            used(slot);
            dropOldest();
            return slot.live.orElseThrow();
        } finally {
            slot.loading.unlock();
        }
    }

    /** Puts a revision here that was just made. */
    public void add(LiveRevision live) {
        Slot slot = slot(live.revision().id());
        slot.fill(live);
        used(slot);
        dropOldest();
    }

    private void used(Slot slot) {
        newest = slot;
        slot.lastUse = uses.incrementAndGet();
    }

    /** Lets go of all revisions of a function that was deleted. Invocations that run end as if it were there. */
    public void forget(FunctionName function) {
        slots.keySet().removeIf(id -> id.function().equals(function));
    }

    /** How many are ready or being loaded. */
    public int size() {
        return slots.size();
    }

    /** What all of them hold, in bytes, about: each module once, however many revisions share it. */
    public long heldBytes() {
        Set<CompiledModule> counted = Collections.newSetFromMap(new IdentityHashMap<>());
        long bytes = 0;
        for (Slot slot : slots.values()) {
            Optional<LiveRevision> live = slot.live;
            if (live.isPresent()) {
                CompiledModule module = live.get().module();
                bytes += slot.baseBytes + (counted.add(module) ? module.weightBytes() : 0);
            }
        }
        return bytes;
    }

    /** The place of a revision; one that is new counts as just used, or it would be the first to make room. */
    private Slot slot(RevisionId id) {
        return slots.computeIfAbsent(id, absent -> new Slot(uses.incrementAndGet()));
    }

    private void dropOldest() {
        while (slots.size() > settings.liveRevisionsMax()
                || (slots.size() > 1 && heldBytes() > settings.liveRevisionsMaxBytes())) {
            slots.entrySet().stream()
                    .min(Comparator.comparingLong(entry -> entry.getValue().lastUse))
                    .map(Map.Entry::getKey)
                    .ifPresent(slots::remove);
        }
    }

    private LiveRevision read(Revision revision) throws StoreUnavailableException, CorruptObjectException {
        RevisionView view = revision.view();
        CompiledModule module = module(revision);
        InstanceLimits limits = new InstanceLimits(view.memoryMaxBytes(), settings.tableEntriesMax());
        GuestStyle style = view.style();
        try {
            return new LiveRevision(
                    revision,
                    module,
                    GuestProgram.of(style, entry(view), CompiledModules.exports(module.facts())),
                    host.validate(style, view.env(), view.config()),
                    limits,
                    artifacts.base(revision.base(), revision.code(), decodeLimits(view)));
        } catch (ModuleRefused e) {
            throw unusable(revision, e);
        }
    }

    /** What reading an image of a revision may take. */
    public DecodeLimits decodeLimits(RevisionView view) {
        return new DecodeLimits((int) (view.memoryMaxBytes() >> 16), settings.imageOtherBytesMax());
    }

    private static Optional<String> entry(RevisionView view) {
        return view.entry().isEmpty() ? Optional.empty() : Optional.of(view.entry());
    }

    private CompiledModule module(Revision revision) throws StoreUnavailableException, CorruptObjectException {
        CompiledModule present = modules.present(revision.code());
        if (present != null) {
            return present;
        }
        try {
            return modules.load(revision.code(), compilation.again(revision.codeRef()));
        } catch (ModuleRefused e) {
            throw unusable(revision, e);
        }
    }

    private static CorruptObjectException unusable(Revision revision, ModuleRefused cause) {
        return new CorruptObjectException(
                "Revision " + revision.id() + " cannot be run by this version of the runtime: " + cause.getMessage()
                        + " Deploy the function again.");
    }
}
