package dev.dormouse.invoker.deployment;

import dev.dormouse.invoker.Refused;
import dev.dormouse.invoker.artifact.ArtifactStore;
import dev.dormouse.invoker.artifact.ArtifactStore.KeptModule;
import dev.dormouse.invoker.artifact.Compilation;
import dev.dormouse.invoker.execution.CompiledModules;
import dev.dormouse.invoker.execution.ExecutionSettings;
import dev.dormouse.invoker.execution.GuestLogs;
import dev.dormouse.invoker.execution.LiveRevision;
import dev.dormouse.invoker.execution.LiveRevisions;
import dev.dormouse.invoker.host.GuestLog;
import dev.dormouse.invoker.host.GuestStyle;
import dev.dormouse.invoker.host.Host;
import dev.dormouse.invoker.registry.AliasName;
import dev.dormouse.invoker.registry.AliasTarget;
import dev.dormouse.invoker.registry.AliasView;
import dev.dormouse.invoker.registry.CondemnedObjectException;
import dev.dormouse.invoker.registry.DeployProgress;
import dev.dormouse.invoker.registry.DeployRequest;
import dev.dormouse.invoker.registry.Deployer;
import dev.dormouse.invoker.registry.Deployment;
import dev.dormouse.invoker.registry.DurableRegistry;
import dev.dormouse.invoker.registry.FunctionView;
import dev.dormouse.invoker.registry.ModuleRef;
import dev.dormouse.invoker.registry.Precondition;
import dev.dormouse.invoker.registry.Revision;
import dev.dormouse.invoker.registry.RevisionView;
import dev.dormouse.invoker.wasm.Cancellation;
import dev.dormouse.invoker.wasm.Completion;
import dev.dormouse.invoker.wasm.InstanceLimits;
import dev.dormouse.invoker.wasm.MemoryBudget;
import dev.dormouse.invoker.wasm.ModuleRefused;
import dev.dormouse.invoker.wasm.validation.FunctionNames;
import dev.dormouse.snapshot.BaseImage;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.InvocationId;
import dev.dormouse.snapshot.ModuleDigest;
import dev.dormouse.snapshot.RevisionId;
import dev.dormouse.snapshot.Ticker;
import dev.dormouse.snapshot.object.StoreUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/**
 * Makes revisions, step by step, each step timed. The registry hears of a revision last, so a deploy that fails
 * anywhere before changes nothing that a caller could see, and callers of the function never wait for a deploy.
 *
 * <p>Thread-safe. Deploys of one function wait for one another; those of different functions run side by side, up to
 * a bound.
 */
public final class RevisionDeployer implements Deployer {
    private static final System.Logger LOG = System.getLogger(RevisionDeployer.class.getName());
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final int ATTEMPTS_MAX = 3;

    private final ArtifactStore artifacts;
    private final RevisionBuilder builder;
    private final ScriptTraining training;
    private final Rehearsal rehearsal;
    private final LiveRevisions revisions;
    private final DurableRegistry registry;
    private final GuestLogs logs;
    private final DeploymentSettings settings;
    private final InstantSource clock;
    private final Ticker ticker;
    private final RandomGenerator random;
    private final DeployPlaces places;
    private final IdleRehearsals later;
    private final Map<FunctionName, ReentrantLock> deploying = new ConcurrentHashMap<>();

    /**
     * @param artifacts keeps modules, compiled modules and bases
     * @param compilation looks at a module before anything else does, and compiles it
     * @param modules what is loaded already
     * @param host what guests may import
     * @param scripts runs JavaScript
     * @param revisions gets the new revision, ready to run
     * @param registry hears of it last
     * @param logs where guests' lines go while they initialise themselves
     * @param memory what all guests may take together
     * @param places how many deploys are worked on at a time
     * @param later goes on with the rehearsal of what was recorded
     * @param settings bounds and defaults
     * @param execution bounds of all instances
     * @param clock when, for people
     * @param ticker how long
     * @param random draws ids; thread-safe
     */
    public RevisionDeployer(
            ArtifactStore artifacts,
            Compilation compilation,
            CompiledModules modules,
            Host host,
            ScriptEngine scripts,
            LiveRevisions revisions,
            DurableRegistry registry,
            GuestLogs logs,
            MemoryBudget memory,
            DeployPlaces places,
            IdleRehearsals later,
            DeploymentSettings settings,
            ExecutionSettings execution,
            InstantSource clock,
            Ticker ticker,
            RandomGenerator random) {
        this.artifacts = artifacts;
        Bases bases = new Bases(host, memory, settings, ticker);
        this.training = new ScriptTraining(
                scripts,
                artifacts,
                modules,
                bases,
                host,
                memory,
                new InstanceLimits(settings.standard().memoryMaxBytes(), execution.tableEntriesMax()),
                ticker);
        this.builder = new RevisionBuilder(compilation, modules, host, scripts, bases, execution);
        this.rehearsal = new Rehearsal(host, memory, ticker, new Cancellation());
        this.revisions = revisions;
        this.registry = registry;
        this.logs = logs;
        this.settings = settings;
        this.clock = clock;
        this.ticker = ticker;
        this.random = random;
        this.places = places;
        this.later = later;
    }

    @Override
    public Deployment deploy(DeployRequest request, DeployProgress progress) {
        if (!places.tryTake()) {
            throw new Refused(
                    Refused.Kind.OVERLOADED,
                    "The runtime works on " + places.most() + " deploys, as many as it does at a time. Try again"
                            + " in a moment.",
                    Optional.of(RETRY_AFTER));
        }
        ReentrantLock lock = deploying.computeIfAbsent(request.function(), name -> new ReentrantLock());
        lock.lock();
        try {
            return deployAlone(request, progress);
        } catch (ModuleRefused e) {
            throw refused(e);
        } catch (StoreUnavailableException e) {
            throw Refused.unavailable(e);
        } finally {
            lock.unlock();
            places.giveBack();
        }
    }

    /**
     * Gets the engine of scripts used to its work, on the caller's thread: some seconds, once per process, if scripts
     * were deployed here. Not to be called before the runtime serves, so that nobody waits for it.
     *
     * @return how the training ended; empty if there was nothing to do
     */
    public Optional<Completion> trainScripts() {
        return training.run();
    }

    /** Ends {@link #trainScripts} soon. */
    public void cancelTraining() {
        training.cancel();
    }

    /** Once more if what the revision was made of was condemned on the way: it is made anew, then. */
    private Deployment deployAlone(DeployRequest request, DeployProgress progress)
            throws ModuleRefused, StoreUnavailableException {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            try {
                return attempt(request, new StepTimer(progress, ticker));
            } catch (CondemnedObjectException e) {
                LOG.log(
                        System.Logger.Level.INFO,
                        "A deploy of " + request.function() + " begins anew: " + e.getMessage());
            }
        }
        throw new Refused(
                Refused.Kind.OVERLOADED,
                "What function '" + request.function() + "' is made of was deleted " + ATTEMPTS_MAX
                        + " times before its revision was recorded, so nothing was changed. Deploy it again.",
                Optional.of(RETRY_AFTER));
    }

    private Deployment attempt(DeployRequest request, StepTimer steps) throws ModuleRefused, StoreUnavailableException {
        KeptModule upload = steps.time("upload", () -> upload(request));
        byte[] source = upload.bytes();
        Blueprint blueprint = Blueprint.of(request, upload.ref().digest(), source.length, settings);
        Optional<RevisionView> same =
                registry.newest(request.function()).map(Revision::view).filter(blueprint::describes);
        if (same.isPresent()) {
            return unchanged(request, same.get(), steps);
        }
        boolean script = isScript(request, source);
        GuestLog log = logs.of(new RevisionId(request.function(), 1), InvocationId.draw(random));
        RevisionBuilder.Built built = builder.build(blueprint, upload.ref(), source, script, log, steps);
        ArtifactStore.KeptBase base =
                steps.time("store", () -> artifacts.keepBase(built.code().digest(), built.base()));
        steps.time("warm", () -> {
            RevisionId id = new RevisionId(request.function(), 1);
            rehearsal.of(live(revision(id, blueprint, upload.ref(), built, base.key()), built, base.base()));
            return built;
        });
        List<String> warnings = Warnings.of(built.module().facts(), FunctionNames.of(source), built.frozen());
        return recorded(request, blueprint, upload.ref(), built, base, warnings, steps);
    }

    private Deployment recorded(
            DeployRequest request,
            Blueprint blueprint,
            ModuleRef module,
            RevisionBuilder.Built built,
            ArtifactStore.KeptBase base,
            List<String> warnings,
            StepTimer steps) {
        FunctionView after = steps.time(
                "record",
                () -> registry.record(
                        request.function(),
                        request.precondition(),
                        request.promote(),
                        id -> revision(id, blueprint, module, built, base.key())));
        RevisionView view = registry.revision(new RevisionId(request.function(), after.latestRevision()));
        // Not before: another process may have been first, and then the number that was tried is that one's revision.
        LiveRevision live = live(revision(view, module, built, base.key()), built, base.base());
        revisions.add(live);
        later.add(live);
        return new Deployment(view, true, after.version(), steps.steps(), warnings);
    }

    private KeptModule upload(DeployRequest request) throws StoreUnavailableException {
        return switch (request.source()) {
            case DeployRequest.Source.Module module -> upload(module.bytes());
            case DeployRequest.Source.Script script -> upload(script.text().getBytes(StandardCharsets.UTF_8));
            case DeployRequest.Source.Stored stored -> stored(stored.digest());
        };
    }

    private KeptModule stored(ModuleDigest digest) throws StoreUnavailableException {
        return artifacts
                .find(digest)
                .orElseThrow(() -> new Refused(
                        Refused.Kind.NOT_FOUND,
                        "There is no module " + digest + ". Upload it first with PUT /v1/modules/" + digest + "."));
    }

    private KeptModule upload(byte[] bytes) {
        if (bytes.length > settings.moduleMaxBytes()) {
            throw new Refused(
                    Refused.Kind.TOO_LARGE,
                    "A module or script has at most " + settings.moduleMaxBytes() + " bytes; this one has "
                            + bytes.length + ". Make it smaller, or raise max-module-bytes.");
        }
        ModuleRef ref = artifacts.ref(ModuleDigest.of(bytes));
        boolean ignored = artifacts.keep(ref, bytes);
        return new KeptModule(ref, bytes);
    }

    /** A script says so, or is what has not a module's first bytes. */
    private static boolean isScript(DeployRequest request, byte[] source) {
        boolean module =
                source.length >= 4 && source[0] == 0 && source[1] == 'a' && source[2] == 's' && source[3] == 'm';
        boolean asked = request.style().isPresent() && request.style().get() == GuestStyle.JS;
        return switch (request.source()) {
            case DeployRequest.Source.Script script -> true;
            case DeployRequest.Source.Module bytes -> asked;
            case DeployRequest.Source.Stored stored -> asked || (request.style().isEmpty() && !module);
        };
    }

    /** Nothing new to make; but if {@code live} was elsewhere, for example after a rollback, it moves. */
    private Deployment unchanged(DeployRequest request, RevisionView same, StepTimer steps) {
        FunctionName function = request.function();
        FunctionView before = registry.function(function);
        request.precondition().check(OptionalLong.of(before.version()), "Function '" + function + "'");
        if (request.promote()) {
            List<AliasTarget> here = List.of(new AliasTarget(same.id().number(), 1));
            AliasView ignored = registry.putAlias(function, AliasName.LIVE, here, new Precondition.None());
        }
        long version = registry.function(function).version();
        return new Deployment(same, false, version, steps.steps(), List.of());
    }

    private Revision revision(
            RevisionId id, Blueprint blueprint, ModuleRef module, RevisionBuilder.Built built, String base) {
        DeploymentSettings.RevisionLimits limits = blueprint.limits();
        RevisionView view = new RevisionView(
                id,
                built.style(),
                built.shownEntry(),
                blueprint.source(),
                blueprint.sourceBytes(),
                limits.memoryMaxBytes(),
                limits.timeoutMillis(),
                limits.fuel(),
                limits.concurrency(),
                blueprint.durability(),
                blueprint.agents(),
                blueprint.env(),
                blueprint.config(),
                blueprint.sample().orElse(null),
                clock.instant());
        return revision(view, module, built, base);
    }

    private static Revision revision(RevisionView view, ModuleRef module, RevisionBuilder.Built built, String base) {
        ModuleRef code = built.code();
        return new Revision(view, code.digest(), base, module.season(), code.season());
    }

    private static LiveRevision live(Revision revision, RevisionBuilder.Built built, BaseImage base) {
        return new LiveRevision(revision, built.module(), built.program(), built.guest(), built.limits(), base);
    }

    private static Refused refused(ModuleRefused cause) {
        Refused refused = new Refused(Refused.Kind.MODULE_REFUSED, String.valueOf(cause.getMessage()));
        refused.initCause(cause);
        return refused;
    }
}
