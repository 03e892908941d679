package dev.dormouse.invoker.deployment;

import dev.dormouse.invoker.artifact.ArtifactStore;
import dev.dormouse.invoker.execution.BudgetedGuest;
import dev.dormouse.invoker.execution.CompiledModules;
import dev.dormouse.invoker.host.GuestExports;
import dev.dormouse.invoker.host.GuestLog;
import dev.dormouse.invoker.host.GuestProgram;
import dev.dormouse.invoker.host.GuestStyle;
import dev.dormouse.invoker.host.Host;
import dev.dormouse.invoker.host.HostContext;
import dev.dormouse.invoker.registry.ModuleRef;
import dev.dormouse.invoker.wasm.Budget;
import dev.dormouse.invoker.wasm.CompiledModule;
import dev.dormouse.invoker.wasm.Completion;
import dev.dormouse.invoker.wasm.GuestStop;
import dev.dormouse.invoker.wasm.Instance;
import dev.dormouse.invoker.wasm.InstanceLimits;
import dev.dormouse.invoker.wasm.MemoryBudget;
import dev.dormouse.invoker.wasm.MemoryReservation;
import dev.dormouse.invoker.wasm.ModuleArtifact;
import dev.dormouse.invoker.wasm.ModuleRefused;
import dev.dormouse.snapshot.InstanceImage;
import dev.dormouse.snapshot.Ticker;
import dev.dormouse.snapshot.format.CorruptObjectException;
import dev.dormouse.snapshot.object.StoreUnavailableException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Lets the engine of scripts run a script of many features once per process, so that the first requests of the author's
 * scripts find code that the JVM has seen before.
 *
 * <p>It runs in the background, as guest code: in slices, so that it never keeps a carrier from a request for longer
 * than another guest would, and within fuel and time of its own. Nothing is kept of its instance; what stays is the
 * engine module, loaded for as long as the process lives. Thread-safe.
 */
final class ScriptTraining {
    private static final System.Logger LOG = System.getLogger(ScriptTraining.class.getName());
    private static final long FUEL = 5_000_000_000L;
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final GuestLog UNHEARD = (level, line) -> {};

    private final ScriptEngine scripts;
    private final ArtifactStore artifacts;
    private final CompiledModules modules;
    private final Bases bases;
    private final Host host;
    private final MemoryBudget memory;
    private final InstanceLimits limits;
    private final Ticker ticker;
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile @Nullable Budget running;

    @SuppressWarnings("UnusedVariable") // holds the module, and with it what the JVM has learnt of its code
    private volatile @Nullable CompiledModule trained;

    ScriptTraining(
            ScriptEngine scripts,
            ArtifactStore artifacts,
            CompiledModules modules,
            Bases bases,
            Host host,
            MemoryBudget memory,
            InstanceLimits limits,
            Ticker ticker) {
        this.scripts = scripts;
        this.artifacts = artifacts;
        this.modules = modules;
        this.bases = bases;
        this.host = host;
        this.memory = memory;
        this.limits = limits;
        this.ticker = ticker;
    }

    /**
     * Trains, unless that was done before or no script was ever deployed here.
     *
     * @return how it ended; empty if there was nothing to do
     */
    Optional<Completion> run() {
        if (!begun.compareAndSet(false, true)) {
            return Optional.empty();
        }
        try {
            Optional<CompiledModule> engine = engine();
            if (engine.isEmpty()) {
                begun.set(false);
                return Optional.empty();
            }
            trained = engine.get();
            return Optional.of(train(engine.get()));
        } catch (GuestStop stop) {
            return Optional.of(stop.completion());
        } catch (ModuleRefused | StoreUnavailableException | CorruptObjectException | RuntimeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The engine of scripts was not trained: first requests are slower.",
                    e);
            return Optional.empty();
        }
    }

    /** Ends it soon. */
    void cancel() {
        begun.set(true);
        Budget budget = running;
        if (budget != null) {
            budget.cancel();
        }
    }

    private Optional<CompiledModule> engine() throws ModuleRefused, StoreUnavailableException, CorruptObjectException {
        CompiledModule present = modules.present(scripts.digest());
        if (present != null) {
            return Optional.of(present);
        }
        Optional<ModuleRef> named = artifacts.named(scripts.digest());
        Optional<ModuleArtifact> kept = named.isPresent() ? artifacts.compiled(named.get()) : Optional.empty();
        return kept.isPresent() ? Optional.of(modules.load(scripts.digest(), kept.get())) : Optional.empty();
    }

    private Completion train(CompiledModule module) throws ModuleRefused {
        GuestExports exports = CompiledModules.exports(module.facts());
        GuestProgram program = GuestProgram.of(GuestStyle.JS, Optional.empty(), exports);
        Bases.Subject subject =
                new Bases.Subject(module, program, host.validate(GuestStyle.JS, Map.of(), Map.of()), limits, UNHEARD);
        InstanceImage start = bases.engine(subject);
        try (MemoryReservation reservation = memory.open()) {
            long deadline = ticker.nanos() + LIMIT.toNanos();
            Budget budget = new Budget(FUEL, deadline, ticker);
            running = budget;
            HostContext context = host.prepare(subject.guest(), start.variables(), reservation);
            Instance instance = module.resume(start, context, limits, reservation);
            context.beginInitialisation(new byte[0], UNHEARD, deadline);
            Completion end = program.train(new BudgetedGuest(instance, budget));
            context.endInitialisation();
            return end;
        } finally {
            running = null;
        }
    }
}
