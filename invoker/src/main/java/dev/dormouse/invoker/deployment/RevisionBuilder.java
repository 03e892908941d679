package dev.dormouse.invoker.deployment;

import dev.dormouse.invoker.artifact.ArtifactStore;
import dev.dormouse.invoker.execution.BudgetedGuest;
import dev.dormouse.invoker.execution.CompiledModules;
import dev.dormouse.invoker.execution.ExecutionSettings;
import dev.dormouse.invoker.host.GuestExports;
import dev.dormouse.invoker.host.GuestLog;
import dev.dormouse.invoker.host.GuestProgram;
import dev.dormouse.invoker.host.GuestSettings;
import dev.dormouse.invoker.host.GuestStyle;
import dev.dormouse.invoker.host.Host;
import dev.dormouse.invoker.host.HostContext;
import dev.dormouse.invoker.wasm.Budget;
import dev.dormouse.invoker.wasm.CompiledModule;
import dev.dormouse.invoker.wasm.Completion;
import dev.dormouse.invoker.wasm.GuestStop;
import dev.dormouse.invoker.wasm.Instance;
import dev.dormouse.invoker.wasm.InstanceLimits;
import dev.dormouse.invoker.wasm.MemoryBudget;
import dev.dormouse.invoker.wasm.MemoryReservation;
import dev.dormouse.invoker.wasm.ModuleArtifact;
import dev.dormouse.invoker.wasm.ModuleCompiler;
import dev.dormouse.invoker.wasm.ModuleRefused;
import dev.dormouse.invoker.wasm.validation.ModuleValidator;
import dev.dormouse.invoker.wasm.validation.ValidatedModule;
import dev.dormouse.snapshot.InstanceImage;
import dev.dormouse.snapshot.ModuleDigest;
import dev.dormouse.snapshot.Ticker;
import dev.dormouse.snapshot.format.CorruptObjectException;
import dev.dormouse.snapshot.object.StoreUnavailableException;
import java.util.Map;
import java.util.Optional;

/**
 * Turns the bytes of one deploy into what its instances start from: validates, compiles or finds the compiled module,
 * runs the guest's own initialisation, captures the base. Thread-safe.
 */
final class RevisionBuilder {
    private static final System.Logger LOG = System.getLogger(RevisionBuilder.class.getName());

    private final ArtifactStore artifacts;
    private final ModuleValidator validator;
    private final ModuleCompiler compiler;
    private final CompiledModules modules;
    private final Host host;
    private final ScriptEngine scripts;
    private final MemoryBudget memory;
    private final DeploymentSettings settings;
    private final ExecutionSettings execution;
    private final Ticker ticker;

    RevisionBuilder(
            ArtifactStore artifacts,
            ModuleValidator validator,
            ModuleCompiler compiler,
            CompiledModules modules,
            Host host,
            ScriptEngine scripts,
            MemoryBudget memory,
            DeploymentSettings settings,
            ExecutionSettings execution,
            Ticker ticker) {
        this.artifacts = artifacts;
        this.validator = validator;
        this.compiler = compiler;
        this.modules = modules;
        this.host = host;
        this.scripts = scripts;
        this.memory = memory;
        this.settings = settings;
        this.execution = execution;
        this.ticker = ticker;
    }

    /**
     * What a revision runs from.
     *
     * @param code digest of the module that was compiled
     * @param style how it is driven
     * @param module its code, linked
     * @param program how its style drives it
     * @param guest what it gives to its guest
     * @param limits what one instance may grow to
     * @param base where each instance starts from
     */
    record Built(
            ModuleDigest code,
            GuestStyle style,
            CompiledModule module,
            GuestProgram program,
            GuestSettings guest,
            InstanceLimits limits,
            InstanceImage base) {
        /** The export that is called, as it is shown: empty where the style leaves no choice. */
        String shownEntry() {
            return style == GuestStyle.EXTISM ? program.entry() : "";
        }
    }

    /**
     * Builds.
     *
     * @param blueprint what was asked for
     * @param source the module or the script
     * @param script whether it is a script
     * @param log where the guest's lines go while it initialises itself
     */
    Built build(Blueprint blueprint, byte[] source, boolean script, GuestLog log, StepTimer steps)
            throws ModuleRefused, StoreUnavailableException {
        ModuleDigest code = script ? scripts.digest() : blueprint.source();
        CompiledModule module = compiled(code, script ? scripts.module() : source, steps);
        GuestExports exports = CompiledModules.exports(module.facts());
        GuestStyle style = script ? GuestStyle.JS : blueprint.style().orElseGet(() -> GuestStyle.of(exports));
        GuestProgram program = GuestProgram.of(style, blueprint.entry(), exports);
        GuestSettings guest = host.validate(style, blueprint.env(), config(blueprint, script));
        InstanceLimits limits = new InstanceLimits(blueprint.limits().memoryMaxBytes(), execution.tableEntriesMax());
        byte[] input = script ? source : new byte[0];
        InstanceImage base = steps.time("initialise", () -> {
            try (MemoryReservation reservation = memory.open()) {
                return base(module, program, guest, limits, input, log, reservation);
            }
        });
        return new Built(code, style, module, program, guest, limits, base);
    }

    private static Map<String, String> config(Blueprint blueprint, boolean script) {
        return script
                ? ScriptEngine.config(blueprint.config(), blueprint.function().value())
                : blueprint.config();
    }

    private CompiledModule compiled(ModuleDigest digest, byte[] bytes, StepTimer steps)
            throws ModuleRefused, StoreUnavailableException {
        CompiledModule present = modules.present(digest);
        if (present != null) {
            return present;
        }
        Optional<ModuleArtifact> kept = steps.time("find", () -> kept(digest));
        ModuleArtifact artifact = kept.isPresent() ? kept.get() : compile(digest, bytes, steps);
        return steps.time("link", () -> modules.load(digest, artifact));
    }

    private Optional<ModuleArtifact> kept(ModuleDigest digest) throws StoreUnavailableException {
        try {
            return artifacts.compiled(digest);
        } catch (CorruptObjectException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "A compiled module is damaged and is compiled anew: " + e.getMessage());
            artifacts.dropCompiled(digest);
            return Optional.empty();
        }
    }

    private ModuleArtifact compile(ModuleDigest digest, byte[] bytes, StepTimer steps)
            throws ModuleRefused, StoreUnavailableException {
        ValidatedModule valid = steps.time("validate", () -> validator.validate(bytes));
        ModuleArtifact artifact =
                steps.time("compile", () -> compiler.compile(valid.toBytes(), settings.compileTimeout()));
        artifacts.keepCompiled(digest, artifact);
        return artifact;
    }

    private InstanceImage base(
            CompiledModule module,
            GuestProgram program,
            GuestSettings guest,
            InstanceLimits limits,
            byte[] input,
            GuestLog log,
            MemoryReservation reservation)
            throws ModuleRefused {
        long deadline = ticker.nanos() + settings.initialisationTimeout().toNanos();
        HostContext context = host.prepare(guest, Map.of(), reservation);
        Instance instance = instantiated(module, context, limits, reservation);
        Budget budget = new Budget(settings.initialisationFuel(), deadline, ticker);
        context.beginInitialisation(input, log, deadline);
        program.initialise(new BudgetedGuest(instance, budget), context);
        context.endInitialisation();
        try {
            return instance.capture(context.variables());
        } catch (GuestStop stop) {
            throw refused("cannot be captured: " + stop.getMessage());
        }
    }

    private static Instance instantiated(
            CompiledModule module, HostContext context, InstanceLimits limits, MemoryReservation reservation)
            throws ModuleRefused {
        try {
            return module.instantiate(context, limits, reservation);
        } catch (GuestStop stop) {
            throw refused(
                    stop.completion() instanceof Completion.OutOfMemory memory
                            ? "does not fit: " + memory.limit()
                            : "stopped " + stop.getMessage());
        }
    }

    private static ModuleRefused refused(String what) {
        return new ModuleRefused(
                ModuleRefused.Reason.INITIALISATION,
                -1,
                "An instance is made once, when a function is deployed; that of this module " + what);
    }
}
