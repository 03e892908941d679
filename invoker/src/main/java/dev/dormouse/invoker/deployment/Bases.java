package dev.dormouse.invoker.deployment;

import dev.dormouse.invoker.Refused;
import dev.dormouse.invoker.execution.BudgetedGuest;
import dev.dormouse.invoker.host.GuestLog;
import dev.dormouse.invoker.host.GuestProgram;
import dev.dormouse.invoker.host.GuestSettings;
import dev.dormouse.invoker.host.Host;
import dev.dormouse.invoker.host.HostContext;
import dev.dormouse.invoker.host.Taint;
import dev.dormouse.invoker.wasm.Budget;
import dev.dormouse.invoker.wasm.CompiledModule;
import dev.dormouse.invoker.wasm.Completion;
import dev.dormouse.invoker.wasm.GuestStop;
import dev.dormouse.invoker.wasm.Instance;
import dev.dormouse.invoker.wasm.InstanceLimits;
import dev.dormouse.invoker.wasm.MemoryBudget;
import dev.dormouse.invoker.wasm.MemoryReservation;
import dev.dormouse.invoker.wasm.ModuleRefused;
import dev.dormouse.snapshot.InstanceImage;
import dev.dormouse.snapshot.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Runs the guest's own initialisation and captures what each of its instances starts from.
 *
 * <p>All scripts run in one engine module, whose initialisation is the same for all of them: the image after it is
 * captured once per process, and each script is loaded into an instance that is resumed from it. Thread-safe.
 */
final class Bases {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final byte[] NO_INPUT = {};

    private final Host host;
    private final MemoryBudget memory;
    private final DeploymentSettings settings;
    private final Ticker ticker;
    private final ReentrantLock opening = new ReentrantLock();
    private volatile @Nullable InstanceImage engine;

    Bases(Host host, MemoryBudget memory, DeploymentSettings settings, Ticker ticker) {
        this.host = host;
        this.memory = memory;
        this.settings = settings;
        this.ticker = ticker;
    }

    /**
     * What a function starts from.
     *
     * @param image the base
     * @param taints what it took in on the way
     */
    record Base(InstanceImage image, Set<Taint> taints) {}

    /**
     * What is initialised.
     *
     * @param module its code
     * @param program how its style drives it
     * @param guest what it is given
     * @param limits what it may grow to
     * @param log where its lines go
     */
    record Subject(
            CompiledModule module, GuestProgram program, GuestSettings guest, InstanceLimits limits, GuestLog log) {}

    /** A step of initialisation. */
    @FunctionalInterface
    private interface Step {
        void run(BudgetedGuest guest, HostContext context) throws ModuleRefused;
    }

    /** The base of a module. */
    Base ofModule(Subject subject) throws ModuleRefused {
        return from(null, subject, NO_INPUT, (guest, context) -> {
            subject.program().open(guest, context);
            subject.program().initialise(guest, context);
        });
    }

    /** The base of a script, in the engine module. */
    Base ofScript(Subject subject, byte[] script) throws ModuleRefused {
        return from(engine(subject), subject, script, subject.program()::initialise);
    }

    /** The image of the engine without a script; kept if nothing in it must differ between two lives. */
    InstanceImage engine(Subject subject) throws ModuleRefused {
        InstanceImage kept = engine;
        if (kept != null) {
            return kept;
        }
        opening.lock();
        try {
            InstanceImage first = engine;
            if (first != null) {
                return first;
            }
            Base opened = from(null, subject, NO_INPUT, subject.program()::open);
            if (opened.taints().isEmpty()) {
                engine = opened.image();
            }
            return opened.image();
        } finally {
            opening.unlock();
        }
    }

    private Base from(@Nullable InstanceImage start, Subject subject, byte[] input, Step step) throws ModuleRefused {
        try (MemoryReservation reservation = memory.open()) {
            long deadline = ticker.nanos() + settings.initialisationTimeout().toNanos();
            HostContext context =
                    host.prepare(subject.guest(), start == null ? Map.of() : start.variables(), reservation);
            Instance instance = start == null
                    ? subject.module().instantiate(context, subject.limits(), reservation)
                    : subject.module().resume(start, context, subject.limits(), reservation);
            context.beginInitialisation(input, subject.log(), deadline);
            Budget budget = new Budget(settings.initialisationFuel(), deadline, ticker);
            step.run(new BudgetedGuest(instance, budget), context);
            context.endInitialisation();
            return new Base(instance.capture(context.variables()), context.taints());
        } catch (GuestStop stop) {
            throw refused(stop);
        }
    }

    private static ModuleRefused refused(GuestStop stop) {
        return switch (stop.completion()) {
            case Completion.RuntimeFull full ->
                throw new Refused(Refused.Kind.OVERLOADED, full.limit(), Optional.of(RETRY_AFTER));
            case Completion.OutOfMemory full -> refused("does not fit: " + full.limit());
            case Completion.Trapped trapped -> refused("stopped " + trapped.reason());
            case Completion.Returned ended -> refused("stopped: " + ended);
            case Completion.Exited ended -> refused("stopped: " + ended);
            case Completion.OutOfFuel ended -> refused("stopped: " + ended);
            case Completion.PastDeadline ended -> refused("stopped: " + ended);
            case Completion.Cancelled ended -> refused("stopped: " + ended);
        };
    }

    private static ModuleRefused refused(String what) {
        return new ModuleRefused(
                ModuleRefused.Reason.INITIALISATION,
                -1,
                "An instance is made once, when a function is deployed; that of this module " + what);
    }
}
