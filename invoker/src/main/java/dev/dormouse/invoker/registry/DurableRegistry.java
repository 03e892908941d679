package dev.dormouse.invoker.registry;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.dormouse.invoker.Refused;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.ModuleDigest;
import dev.dormouse.snapshot.RevisionId;
import dev.dormouse.snapshot.Ticker;
import dev.dormouse.snapshot.log.EventLog;
import dev.dormouse.snapshot.object.StoreUnavailableException;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The registry on an event log: a change is decided on the state that is known, appended at the end that is known,
 * and decided anew if somebody else was there first. So every process that shares the store sees one history.
 *
 * <p>Readers take the newest known state without a lock. Changes of this process are made one at a time under
 * {@code writing}. What other processes change is looked for when somebody asks, at most once in each
 * {@link RegistrySettings#freshness}: before an answer that something is not there and before each listing, else beside
 * the invocation that asks. Nothing looks while nobody asks.
 */
public final class DurableRegistry implements FunctionRegistry {
    private static final System.Logger LOG = System.getLogger(DurableRegistry.class.getName());

    /** More lost races than this in one change mean that something else is wrong. */
    private static final int ATTEMPTS_MAX = 100;

    private static final int ALIAS_TARGETS_MAX = 10;

    private final EventLog log;
    private final RegistrySettings settings;
    private final InstantSource clock;
    private final Ticker ticker;
    private final Executor background;
    private final AtomicBoolean looking = new AtomicBoolean();
    private final Object writing = new Object();

    private volatile Consumer<FunctionName> onDelete = function -> {};
    private volatile Catalog catalog = Catalog.EMPTY;
    private volatile long lookedNanos;

    private DurableRegistry(
            EventLog log, RegistrySettings settings, InstantSource clock, Ticker ticker, Executor background) {
        this.log = log;
        this.settings = settings;
        this.clock = clock;
        this.ticker = ticker;
        this.background = background;
    }

    /**
     * Reads the history to its end.
     *
     * @param background looks for changes of other processes
     * @throws StoreUnavailableException if the store gives no answer
     * @throws IOException if the history is damaged or of a later version
     */
    public static DurableRegistry open(
            EventLog log, RegistrySettings settings, InstantSource clock, Ticker ticker, Executor background)
            throws IOException {
        DurableRegistry registry = new DurableRegistry(log, settings, clock, ticker, background);
        synchronized (registry.writing) {
            registry.catchUp();
            registry.lookedNanos = ticker.nanos();
        }
        return registry;
    }

    /**
     * Says who is told when a function is deleted, here or by another process, as soon as this one knows. Told while
     * changes wait: to be done in an instant, and without asking this registry.
     */
    public void onDelete(Consumer<FunctionName> listener) {
        onDelete = listener;
    }

    /**
     * Reads what other processes have recorded since.
     *
     * @throws IOException if the store gives no answer, or what is there cannot be read
     */
    public void refresh() throws IOException {
        synchronized (writing) {
            catchUp();
        }
    }

    /** One revision, if it is there. */
    public Optional<Revision> resolve(FunctionName function, int number) {
        return known(() -> catalog.record(function).revision(number));
    }

    /**
     * One of the revisions that an alias points at, by their weights.
     *
     * @param random draws which, if there are several
     */
    public Optional<Revision> resolve(FunctionName function, String alias, RandomGenerator random) {
        return known(() -> drawn(function, alias, random));
    }

    /** The revision that {@code live} points at, if that is one alone. As this process knows it: asks nobody. */
    public Optional<Revision> soleLive(FunctionName function) {
        FunctionRecord found = catalog.record(function);
        OptionalInt number = found.soleTarget(AliasName.LIVE);
        return number.isEmpty() ? Optional.empty() : found.revision(number.getAsInt());
    }

    /** What {@code find} finds, once more after a look around if it finds nothing. */
    private Optional<Revision> known(Supplier<Optional<Revision>> find) {
        Optional<Revision> found = find.get();
        if (found.isPresent()) {
            lookAroundMeanwhile();
            return found;
        }
        return lookAround() ? find.get() : found;
    }

    private Optional<Revision> drawn(FunctionName function, String alias, RandomGenerator random) {
        FunctionRecord found = catalog.record(function);
        Optional<AliasView> view = found.alias(alias);
        return view.isEmpty()
                ? Optional.empty()
                : found.revision(drawn(view.get().targets(), random));
    }

    private static int drawn(List<AliasTarget> targets, RandomGenerator random) {
        if (targets.size() == 1) {
            return targets.getFirst().revision();
        }
        int left = random.nextInt(targets.stream().mapToInt(AliasTarget::weight).sum());
        for (AliasTarget target : targets) {
            left -= target.weight();
            if (left < 0) {
                return target.revision();
            }
        }
        throw new IllegalStateException("A draw below the sum of the weights falls on one of them.");
    }

    /**
     * Records a new revision and, if asked, points {@code live} at it.
     *
     * @param precondition on the function's version
     * @param finish makes the revision for the number that it gets
     * @return the function with the revision in it
     * @throws CondemnedObjectException if one of the revision's objects may have been deleted meanwhile
     */
    public FunctionView record(
            FunctionName function, Precondition precondition, boolean promote, Function<RevisionId, Revision> finish) {
        return change(function, before -> {
                    precondition.check(versionOf(before), subject(function));
                    checkRoom(function, before);
                    RevisionId id = new RevisionId(function, before.nextNumber());
                    boolean promoted =
                            promote || before.alias(AliasName.LIVE.value()).isEmpty();
                    Revision revision = finish.apply(id);
                    requireObjects(revision, catalog);
                    return Optional.of(new RegistryEvent.Deployed(revision, promoted, clock.instant()));
                })
                .view();
    }

    /** The event will stand right behind what is known here: what is not condemned by that is there, and stays. */
    private static void requireObjects(Revision revision, Catalog known) {
        List<String> old = revision.objects()
                .filter(key -> LiveObjects.isOld(key, known.season()))
                .toList();
        if (!old.isEmpty()) {
            LiveObjects live = known.liveObjects();
            old.stream().filter(live::isCondemned).findFirst().ifPresent(key -> {
                throw new CondemnedObjectException(key);
            });
        }
    }

    /** Where a module is kept that some revision names. */
    public Optional<ModuleRef> kept(ModuleDigest digest) {
        boolean ignored = lookAround();
        return catalog.kept(digest);
    }

    /** The season in which objects are made now. */
    public long season() {
        boolean ignored = lookAround();
        return catalog.season();
    }

    /** When the newest season began, by the store's clock; long ago if none ever did. */
    public Instant seasonBegan() {
        return catalog.seasonBegan();
    }

    /** Which objects are needed, as far as this process has read. */
    public LiveObjects liveObjects() {
        return catalog.liveObjects();
    }

    /**
     * Begins the season after {@code season}; does nothing if that was begun already.
     *
     * @param at the store's time
     * @throws IOException if the store gives no answer, or what is there cannot be read
     */
    public void beginSeasonAfter(long season, Instant at) throws IOException {
        synchronized (writing) {
            for (int attempt = 0; attempt < ATTEMPTS_MAX && catalog.season() == season; attempt++) {
                if (!append(new RegistryEvent.SeasonBegun(season + 1, at))) {
                    catchUp();
                }
            }
        }
    }

    private void checkRoom(FunctionName function, FunctionRecord before) {
        if (before.revisions().size() >= settings.revisionsMax()) {
            throw new Refused(
                    Refused.Kind.CONFLICT,
                    subject(function) + " has " + settings.revisionsMax()
                            + " revisions, as many as a function can have. Delete the function and deploy it again.");
        }
        if (!before.exists() && catalog.deployed() >= settings.functionsMax()) {
            throw new Refused(
                    Refused.Kind.CONFLICT,
                    "There are " + settings.functionsMax()
                            + " functions, as many as this runtime keeps. Delete one that is not needed.");
        }
    }

    @Override
    public Page<FunctionView> functions(PageRequest page) {
        boolean ignored = lookAround();
        NavigableMap<FunctionName, FunctionRecord> all = catalog.records();
        Stream<FunctionRecord> rest = page.after().isEmpty()
                ? all.values().stream()
                : all.tailMap(cursor(page.after().get(), FunctionName::new), false).values().stream();
        List<FunctionView> items = rest.filter(FunctionRecord::exists)
                .limit(page.limit() + 1L)
                .map(FunctionRecord::view)
                .toList();
        return paged(items, page.limit(), last -> last.name().value());
    }

    @Override
    public FunctionView function(FunctionName function) {
        return existing(function).view();
    }

    @Override
    public Page<RevisionView> revisions(FunctionName function, PageRequest page) {
        List<Revision> newestFirst = existing(function).revisions().reversed();
        int before = page.after().map(text -> cursor(text, Integer::valueOf)).orElse(Integer.MAX_VALUE);
        List<RevisionView> items = newestFirst.stream()
                .filter(revision -> revision.id().number() < before)
                .limit(page.limit() + 1L)
                .map(Revision::view)
                .toList();
        return paged(items, page.limit(), last -> Integer.toString(last.id().number()));
    }

    @Override
    public RevisionView revision(RevisionId revision) {
        return existing(revision.function())
                .revision(revision.number())
                .orElseThrow(() -> new Refused(
                        Refused.Kind.NOT_FOUND,
                        "There is no revision " + revision
                                + ". The list of the function's revisions shows which there are."))
                .view();
    }

    /** The newest revision of a function; nothing if there is no such function. */
    public Optional<Revision> newest(FunctionName function) {
        FunctionRecord found = catalog.record(function);
        return found.exists() ? Optional.of(found.revisions().getLast()) : Optional.empty();
    }

    /** The functions that were deployed or routed last, the last one first. As this process knows them: asks nobody. */
    public List<FunctionName> lastChanged(int limit) {
        return catalog.records().values().stream()
                .filter(FunctionRecord::exists)
                .map(FunctionRecord::view)
                .sorted(Comparator.comparing(FunctionView::updatedAt).reversed())
                .limit(limit)
                .map(FunctionView::name)
                .toList();
    }

    @Override
    public void delete(FunctionName function, Precondition precondition) {
        FunctionRecord ignored = change(function, before -> {
            requireExists(function, before);
            precondition.check(versionOf(before), subject(function));
            return Optional.of(new RegistryEvent.FunctionDeleted(function, clock.instant()));
        });
    }

    @Override
    public AliasView alias(FunctionName function, AliasName alias) {
        return existing(function).alias(alias.value()).orElseThrow(() -> noAlias(function, alias));
    }

    @Override
    public AliasView putAlias(
            FunctionName function, AliasName alias, List<AliasTarget> targets, Precondition precondition) {
        FunctionRecord after = change(function, before -> {
            requireExists(function, before);
            Optional<AliasView> present = before.alias(alias.value());
            precondition.check(versionOf(present), "Alias '" + alias + "' of function '" + function + "'");
            checkTargets(before, targets);
            if (present.isPresent() && present.get().targets().equals(targets)) {
                return Optional.empty();
            }
            checkAliasRoom(function, before, present.isPresent());
            return Optional.of(new RegistryEvent.AliasPut(function, alias, targets, clock.instant()));
        });
        return after.alias(alias.value()).orElseThrow();
    }

    private void checkAliasRoom(FunctionName function, FunctionRecord before, boolean present) {
        if (!present && before.view().aliases().size() >= settings.aliasesMax()) {
            throw new Refused(
                    Refused.Kind.CONFLICT,
                    subject(function) + " has " + settings.aliasesMax()
                            + " aliases, as many as a function can have. Delete one that is not needed.");
        }
    }

    private static void checkTargets(FunctionRecord before, List<AliasTarget> targets) {
        if (targets.isEmpty() || targets.size() > ALIAS_TARGETS_MAX) {
            throw new Refused(
                    Refused.Kind.BAD_INPUT,
                    "An alias points at 1 to " + ALIAS_TARGETS_MAX + " revisions; the request names " + targets.size()
                            + ".");
        }
        Set<Integer> seen = new HashSet<>();
        for (AliasTarget target : targets) {
            if (!seen.add(target.revision())) {
                throw new Refused(
                        Refused.Kind.BAD_INPUT,
                        "An alias names each revision once; the request names " + target.revision()
                                + " twice. Add the weights up.");
            }
            if (before.revision(target.revision()).isEmpty()) {
                throw new Refused(
                        Refused.Kind.BAD_INPUT,
                        "An alias points at revisions of its function; there is no" + " revision " + target.revision()
                                + ". The list of the function's revisions shows which there are.");
            }
        }
    }

    @Override
    public void deleteAlias(FunctionName function, AliasName alias, Precondition precondition) {
        if (alias.equals(AliasName.LIVE)) {
            throw new Refused(
                    Refused.Kind.CONFLICT,
                    "Every function has the alias 'live'; it cannot be deleted."
                            + " Point it at another revision, or delete the function.");
        }
        FunctionRecord ignored = change(function, before -> {
            requireExists(function, before);
            Optional<AliasView> present = before.alias(alias.value());
            if (present.isEmpty()) {
                throw noAlias(function, alias);
            }
            precondition.check(versionOf(present), "Alias '" + alias + "' of function '" + function + "'");
            return Optional.of(new RegistryEvent.AliasDeleted(function, alias, clock.instant()));
        });
    }

    /**
     * Makes one change: {@code decide} looks at the record and gives the event, or nothing if there is nothing to do.
     * It is asked again, on the newer record, each time that another process was first.
     */
    private FunctionRecord change(FunctionName function, Function<FunctionRecord, Optional<RegistryEvent>> decide) {
        synchronized (writing) {
            try {
                for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
                    Optional<RegistryEvent> event = decide.apply(catalog.record(function));
                    if (event.isEmpty() || append(event.get())) {
                        return catalog.record(function);
                    }
                    catchUp();
                }
            } catch (IOException e) {
                throw Refused.unavailable(e);
            }
            throw new Refused(
                    Refused.Kind.CONFLICT,
                    subject(function) + " could not be changed: " + ATTEMPTS_MAX
                            + " times another process changed the registry first. Try again.");
        }
    }

    @GuardedBy("writing")
    private boolean append(RegistryEvent event) throws IOException {
        return switch (log.append(catalog.position(), RegistryJson.write(event))) {
            case EventLog.Append.Appended appended -> {
                learn(List.of(event));
                yield true;
            }
            case EventLog.Append.Lost lost -> false;
        };
    }

    @GuardedBy("writing")
    private void learn(List<RegistryEvent> events) {
        catalog = catalog.after(events);
        for (RegistryEvent event : events) {
            if (event instanceof RegistryEvent.FunctionDeleted deleted) {
                onDelete.accept(deleted.function());
            }
        }
    }

    private void lookAroundMeanwhile() {
        if (stale() && looking.compareAndSet(false, true)) {
            background.execute(() -> {
                boolean ignored = lookAround();
                looking.set(false);
            });
        }
    }

    /** Reads what other processes have changed, if it is time. False if it was not. */
    private boolean lookAround() {
        if (!stale()) {
            return false;
        }
        synchronized (writing) {
            if (!stale()) {
                return true;
            }
            try {
                catchUp();
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "What other processes deployed is not known: " + e.getMessage());
            }
            lookedNanos = ticker.nanos();
            return true;
        }
    }

    private boolean stale() {
        long freshNanos = settings.freshness().toNanos();
        return freshNanos > 0 && ticker.nanos() - lookedNanos >= freshNanos;
    }

    @GuardedBy("writing")
    private void catchUp() throws IOException {
        List<byte[]> page;
        do {
            page = log.read(catalog.position());
            List<RegistryEvent> missed = new ArrayList<>();
            for (byte[] event : page) {
                missed.add(RegistryJson.read(event));
            }
            learn(missed);
        } while (page.size() == EventLog.READ_MAX);
    }

    private FunctionRecord existing(FunctionName function) {
        boolean ignored = lookAround();
        FunctionRecord found = catalog.record(function);
        requireExists(function, found);
        return found;
    }

    private static void requireExists(FunctionName function, FunctionRecord found) {
        if (!found.exists()) {
            throw new Refused(
                    Refused.Kind.NOT_FOUND,
                    "There is no function '" + function
                            + "'. The list of functions shows which there are; a deploy makes one.");
        }
    }

    private static Refused noAlias(FunctionName function, AliasName alias) {
        return new Refused(
                Refused.Kind.NOT_FOUND,
                subject(function) + " has no alias '" + alias + "'. The function's description shows which there are.");
    }

    private static OptionalLong versionOf(FunctionRecord found) {
        return found.exists() ? OptionalLong.of(found.version()) : OptionalLong.empty();
    }

    private static OptionalLong versionOf(Optional<AliasView> found) {
        return found.isPresent() ? OptionalLong.of(found.get().version()) : OptionalLong.empty();
    }

    private static String subject(FunctionName function) {
        return "Function '" + function + "'";
    }

    private static <T> T cursor(String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            throw new Refused(
                    Refused.Kind.BAD_INPUT,
                    "A list goes on from where a page of it ended; this is no such"
                            + " place. Use the value that the page before gave.");
        }
    }

    private static <T> Page<T> paged(List<T> oneMore, int limit, Function<T, String> cursor) {
        if (oneMore.size() <= limit) {
            return new Page<>(oneMore, Optional.empty());
        }
        List<T> items = oneMore.subList(0, limit);
        return new Page<>(items, Optional.of(cursor.apply(items.getLast())));
    }
}
