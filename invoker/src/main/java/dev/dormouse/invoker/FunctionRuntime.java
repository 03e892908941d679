package dev.dormouse.invoker;

import dev.dormouse.invoker.agent.AgentDirectory;
import dev.dormouse.invoker.artifact.ArtifactStore;
import dev.dormouse.invoker.artifact.CollectionSettings;
import dev.dormouse.invoker.artifact.Collector;
import dev.dormouse.invoker.artifact.Compilation;
import dev.dormouse.invoker.deployment.DeployPlaces;
import dev.dormouse.invoker.deployment.DeploymentSettings;
import dev.dormouse.invoker.deployment.IdleRehearsals;
import dev.dormouse.invoker.deployment.Rehearsal;
import dev.dormouse.invoker.deployment.RevisionDeployer;
import dev.dormouse.invoker.deployment.ScriptEngine;
import dev.dormouse.invoker.deployment.WarmUp;
import dev.dormouse.invoker.deployment.WarmUpSettings;
import dev.dormouse.invoker.execution.CompiledModules;
import dev.dormouse.invoker.execution.ExecutionSettings;
import dev.dormouse.invoker.execution.GuestCalls;
import dev.dormouse.invoker.execution.GuestLogs;
import dev.dormouse.invoker.execution.InvocationHandler;
import dev.dormouse.invoker.execution.InvocationObserver;
import dev.dormouse.invoker.execution.Invoker;
import dev.dormouse.invoker.execution.LiveRevisions;
import dev.dormouse.invoker.execution.StatelessPath;
import dev.dormouse.invoker.execution.agent.AgentRevisions;
import dev.dormouse.invoker.execution.agent.AgentSettings;
import dev.dormouse.invoker.execution.agent.Agents;
import dev.dormouse.invoker.execution.agent.Alarm;
import dev.dormouse.invoker.host.Host;
import dev.dormouse.invoker.host.HostLimits;
import dev.dormouse.invoker.host.Waiter;
import dev.dormouse.invoker.registry.Deployer;
import dev.dormouse.invoker.registry.DurableRegistry;
import dev.dormouse.invoker.registry.ModuleStore;
import dev.dormouse.invoker.registry.RegistrySettings;
import dev.dormouse.invoker.wasm.Cancellation;
import dev.dormouse.invoker.wasm.Completion;
import dev.dormouse.invoker.wasm.MemoryBudget;
import dev.dormouse.invoker.wasm.ModuleCompiler;
import dev.dormouse.invoker.wasm.WasmEngine;
import dev.dormouse.invoker.wasm.validation.ModuleLimits;
import dev.dormouse.invoker.wasm.validation.ModuleValidator;
import dev.dormouse.scheduler.Scheduler;
import dev.dormouse.scheduler.SchedulerSettings;
import dev.dormouse.snapshot.Ticker;
import dev.dormouse.snapshot.format.SealedObjects;
import dev.dormouse.snapshot.log.EventLog;
import dev.dormouse.snapshot.object.FaultPoints;
import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.store.StoreSettings;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * The runtime without its triggers: deploy, look, invoke. What HTTP, tests and benchmarks share.
 *
 * <p>Thread-safe. Owns none of the parts that it is given.
 */
public final class FunctionRuntime implements AutoCloseable {
    private final ArtifactStore artifacts;
    private final DurableRegistry registry;
    private final RevisionDeployer deployer;
    private final Scheduler scheduler;
    private final Cancellation cancellation;
    private final Agents agents;
    private final Invoker invoker;
    private final MemoryBudget memory;
    private final LiveRevisions revisions;
    private final WarmUp warmUp;
    private final IdleRehearsals rehearsals;
    private final CollectionSchedule collection;

    /**
     * All that comes from outside.
     *
     * @param store where everything is kept
     * @param storeTier what answers call the store: {@code disk} or {@code store}
     * @param seal of what must not be forged in the store
     * @param compiler compiles modules
     * @param observer told of each invocation's end
     * @param logs where guests' lines go
     * @param clock wall clock
     * @param ticker monotonic clock
     * @param ids random numbers for ids and choices; thread-safe
     * @param secrets random numbers for guests; thread-safe, fit for secrets
     * @param alarm wakes whoever suspends idle agents
     * @param faults numbered points at which tests do something
     */
    public record Parts(
            ObjectStore store,
            String storeTier,
            SealedObjects seal,
            ModuleCompiler compiler,
            InvocationObserver observer,
            GuestLogs logs,
            InstantSource clock,
            Ticker ticker,
            RandomGenerator ids,
            RandomGenerator secrets,
            Alarm alarm,
            FaultPoints faults) {}

    /**
     * All that can be set.
     *
     * @param hosts what guests may make the host hold
     * @param registry bounds of the registry
     * @param deployments bounds and defaults of deploys
     * @param execution bounds of execution
     * @param scheduler bounds of the scheduler
     * @param agents bounds of what is done for agents
     * @param store bounds of what is stored of agents
     * @param modules bounds of modules
     * @param warmUp bounds of what is done for functions that nobody calls yet
     * @param collection when what no function needs any more is deleted
     */
    public record Settings(
            HostLimits hosts,
            RegistrySettings registry,
            DeploymentSettings deployments,
            ExecutionSettings execution,
            SchedulerSettings scheduler,
            AgentSettings agents,
            StoreSettings store,
            ModuleLimits modules,
            WarmUpSettings warmUp,
            CollectionSettings collection) {
        /** The values that hold when nobody sets any. */
        public static final Settings DEFAULT = new Settings(
                HostLimits.DEFAULT,
                RegistrySettings.DEFAULT,
                DeploymentSettings.DEFAULT,
                ExecutionSettings.DEFAULT,
                SchedulerSettings.DEFAULT,
                AgentSettings.fitting(
                        Runtime.getRuntime().maxMemory(), ExecutionSettings.DEFAULT.guestMemoryMaxBytes()),
                StoreSettings.DEFAULT,
                ModuleLimits.DEFAULTS,
                WarmUpSettings.DEFAULT,
                CollectionSettings.DEFAULT);
    }

    private FunctionRuntime(
            ArtifactStore artifacts,
            DurableRegistry registry,
            RevisionDeployer deployer,
            Scheduler scheduler,
            Cancellation cancellation,
            Agents agents,
            Invoker invoker,
            MemoryBudget memory,
            LiveRevisions revisions,
            WarmUp warmUp,
            IdleRehearsals rehearsals,
            CollectionSchedule collection) {
        this.artifacts = artifacts;
        this.registry = registry;
        this.deployer = deployer;
        this.scheduler = scheduler;
        this.cancellation = cancellation;
        this.agents = agents;
        this.invoker = invoker;
        this.memory = memory;
        this.revisions = revisions;
        this.warmUp = warmUp;
        this.rehearsals = rehearsals;
        this.collection = collection;
    }

    /**
     * Joins the parts and reads the registry from the store.
     *
     * @throws IOException if the store gives no answer, or the registry in it cannot be read
     */
    public static FunctionRuntime open(Parts parts, Settings settings) throws IOException {
        Cancellation cancellation = new Cancellation();
        Host host = new Host(
                settings.hosts(),
                parts.clock(),
                parts.ticker(),
                parts.secrets(),
                Waiter.parking(parts.ticker(), cancellation));
        DurableRegistry registry = DurableRegistry.open(
                new EventLog(parts.store(), "registry", parts.seal(), parts.ids()),
                settings.registry(),
                parts.clock(),
                parts.ticker(),
                Thread::startVirtualThread);
        CollectionSchedule collection = new CollectionSchedule(
                new Collector(parts.store(), registry, settings.collection(), parts.faults()),
                settings.collection(),
                parts.alarm());
        ArtifactStore artifacts =
                new ArtifactStore(parts.store(), parts.seal(), registry, parts.ids(), collection::changed);
        CompiledModules modules = new CompiledModules(new WasmEngine(), host);
        Compilation compilation = new Compilation(
                artifacts,
                new ModuleValidator(settings.modules()),
                parts.compiler(),
                settings.deployments().compileTimeout());
        LiveRevisions revisions =
                new LiveRevisions(artifacts, compilation, modules, host, settings.execution(), parts.storeTier());
        registry.onDelete(function -> {
            revisions.forget(function);
            collection.changed();
        });
        Scheduler scheduler = new Scheduler(settings.scheduler(), parts.ticker());
        MemoryBudget memory = new MemoryBudget(settings.execution().guestMemoryMaxBytes());
        DeployPlaces places = new DeployPlaces(settings.deployments().deploysMax());
        BooleanSupplier busy = () -> scheduler.running() > 0 || places.isAnyTaken();
        Rehearsal rehearsal = new Rehearsal(host, memory, parts.ticker(), cancellation);
        IdleRehearsals later = new IdleRehearsals(rehearsal, busy, parts.alarm(), parts.ticker());
        RevisionDeployer deployer = new RevisionDeployer(
                artifacts,
                compilation,
                modules,
                host,
                ScriptEngine.bundled(),
                revisions,
                registry,
                parts.logs(),
                memory,
                places,
                later,
                settings.deployments(),
                settings.execution(),
                parts.clock(),
                parts.ticker(),
                parts.ids());
        GuestCalls calls = new GuestCalls(host, parts.logs(), memory, parts.ticker(), cancellation);
        Agents agents = Agents.open(
                new Agents.Services(
                        parts.store(),
                        parts.storeTier(),
                        parts.seal(),
                        scheduler,
                        calls,
                        new AgentRevisions(registry, revisions, parts.ids()),
                        parts.alarm(),
                        parts.clock(),
                        parts.ticker(),
                        parts.ids(),
                        parts.faults()),
                settings.agents(),
                settings.store());
        Invoker invoker = new Invoker(
                registry,
                scheduler,
                new StatelessPath(scheduler, revisions, calls),
                agents.path(),
                parts.observer(),
                parts.ticker(),
                parts.ids());
        WarmUp warmUp = new WarmUp(
                registry,
                revisions,
                rehearsal,
                later,
                busy,
                parts.alarm(),
                parts.ticker(),
                parts.ids(),
                settings.warmUp());
        collection.changed(); // what an earlier life of this process may have left
        return new FunctionRuntime(
                artifacts,
                registry,
                deployer,
                scheduler,
                cancellation,
                agents,
                invoker,
                memory,
                revisions,
                warmUp,
                later,
                collection);
    }

    /** Runs invocations. */
    public InvocationHandler invoker() {
        return invoker;
    }

    /** Makes revisions. */
    public Deployer deployer() {
        return deployer;
    }

    /** What can be done with agents beside sending them messages. */
    public AgentDirectory agents() {
        return agents.directory();
    }

    /** What is deployed. */
    public DurableRegistry registry() {
        return registry;
    }

    /** See {@link WarmUp#begin}. */
    public void warmUp(Runnable then) {
        warmUp.begin(then);
    }

    /** See {@link RevisionDeployer#trainScripts}. */
    public Optional<Completion> trainScripts() {
        return deployer.trainScripts();
    }

    /** Takes uploads. */
    public ModuleStore modules() {
        return artifacts;
    }

    /** Takes no new invocations from here on. */
    public void refuseNew() {
        cancelWarming();
        scheduler.stop();
    }

    private void cancelWarming() {
        warmUp.cancel();
        rehearsals.cancel();
    }

    /** Heap that guests make the runtime hold now, in bytes. */
    public long guestMemoryBytes() {
        return memory.reservedBytes();
    }

    /** Revisions that are ready to run, or being loaded. */
    public int liveRevisions() {
        return revisions.size();
    }

    /** Ends what still runs. */
    public void cancelRunning() {
        cancelWarming();
        deployer.cancelTraining();
        cancellation.request();
    }

    /**
     * Writes what is still to be written. To be called when nothing runs any more, before the store is closed.
     *
     * @throws IOException if the store gives no answer; nothing that was committed is lost
     */
    @Override
    public void close() throws IOException {
        scheduler.stop();
        collection.close();
        agents.close();
    }
}
