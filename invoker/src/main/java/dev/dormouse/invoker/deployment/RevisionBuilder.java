package dev.dormouse.invoker.deployment;

import dev.dormouse.invoker.artifact.Compilation;
import dev.dormouse.invoker.execution.CompiledModules;
import dev.dormouse.invoker.execution.ExecutionSettings;
import dev.dormouse.invoker.host.GuestExports;
import dev.dormouse.invoker.host.GuestLog;
import dev.dormouse.invoker.host.GuestProgram;
import dev.dormouse.invoker.host.GuestSettings;
import dev.dormouse.invoker.host.GuestStyle;
import dev.dormouse.invoker.host.Host;
import dev.dormouse.invoker.host.Taint;
import dev.dormouse.invoker.registry.ModuleRef;
import dev.dormouse.invoker.wasm.CompiledModule;
import dev.dormouse.invoker.wasm.InstanceLimits;
import dev.dormouse.invoker.wasm.ModuleArtifact;
import dev.dormouse.invoker.wasm.ModuleRefused;
import dev.dormouse.invoker.wasm.validation.ValidatedModule;
import dev.dormouse.snapshot.InstanceImage;
import dev.dormouse.snapshot.object.StoreUnavailableException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns the bytes of one deploy into what its instances start from: validates, compiles or finds the compiled module,
 * runs the guest's own initialisation, captures the base. Thread-safe.
 */
final class RevisionBuilder {
    private final Compilation compilation;
    private final CompiledModules modules;
    private final Host host;
    private final ScriptEngine scripts;
    private final Bases bases;
    private final ExecutionSettings execution;

    RevisionBuilder(
            Compilation compilation,
            CompiledModules modules,
            Host host,
            ScriptEngine scripts,
            Bases bases,
            ExecutionSettings execution) {
        this.compilation = compilation;
        this.modules = modules;
        this.host = host;
        this.scripts = scripts;
        this.bases = bases;
        this.execution = execution;
    }

    /**
     * What a revision runs from.
     *
     * @param code the module that was compiled
     * @param style how it is driven
     * @param module its code, linked
     * @param program how its style drives it
     * @param guest what it gives to its guest
     * @param limits what one instance may grow to
     * @param base where each instance starts from
     * @param frozen what its initialisation took in and nothing renews
     */
    record Built(
            ModuleRef code,
            GuestStyle style,
            CompiledModule module,
            GuestProgram program,
            GuestSettings guest,
            InstanceLimits limits,
            InstanceImage base,
            Set<Taint> frozen) {
        /** The export that is called, as it is shown: empty where the style leaves no choice. */
        String shownEntry() {
            return style == GuestStyle.EXTISM ? program.entry() : "";
        }
    }

    /**
     * Builds.
     *
     * @param blueprint what was asked for
     * @param uploaded where the module or the script is kept
     * @param source the module or the script
     * @param script whether it is a script
     * @param log where the guest's lines go while it initialises itself
     */
    Built build(Blueprint blueprint, ModuleRef uploaded, byte[] source, boolean script, GuestLog log, StepTimer steps)
            throws ModuleRefused, StoreUnavailableException {
        ModuleRef code = script ? compilation.ref(scripts.digest()) : uploaded;
        CompiledModule module = compiled(code, script ? scripts.module() : source, steps);
        GuestExports exports = CompiledModules.exports(module.facts());
        GuestStyle style = script ? GuestStyle.JS : blueprint.style().orElseGet(() -> GuestStyle.of(exports));
        GuestProgram program = GuestProgram.of(style, blueprint.entry(), exports);
        GuestSettings guest = host.validate(style, blueprint.env(), config(blueprint, script));
        InstanceLimits limits = new InstanceLimits(blueprint.limits().memoryMaxBytes(), execution.tableEntriesMax());
        Bases.Subject subject = new Bases.Subject(module, program, guest, limits, log);
        Bases.Base base =
                steps.time("initialise", () -> script ? bases.ofScript(subject, source) : bases.ofModule(subject));
        Set<Taint> frozen = program.renews() ? Set.of() : base.taints();
        return new Built(code, style, module, program, guest, limits, base.image(), frozen);
    }

    private static Map<String, String> config(Blueprint blueprint, boolean script) {
        return script
                ? ScriptEngine.config(blueprint.config(), blueprint.function().value())
                : blueprint.config();
    }

    private CompiledModule compiled(ModuleRef code, byte[] bytes, StepTimer steps)
            throws ModuleRefused, StoreUnavailableException {
        CompiledModule present = modules.present(code.digest());
        if (present != null && compilation.isNamed(code)) {
            return present;
        }
        // It may be loaded here although what it was compiled to has left the store with the last function that ran it.
        Optional<ModuleArtifact> kept = steps.time("find", () -> compilation.kept(code));
        ModuleArtifact artifact = kept.isPresent() ? kept.get() : compile(code, bytes, steps);
        return steps.time("link", () -> modules.load(code.digest(), artifact));
    }

    private ModuleArtifact compile(ModuleRef code, byte[] bytes, StepTimer steps)
            throws ModuleRefused, StoreUnavailableException {
        ValidatedModule valid = steps.time("validate", () -> compilation.validate(bytes));
        ModuleArtifact artifact = steps.time("compile", () -> compilation.compile(valid));
        if (code.digest().equals(scripts.digest())) {
            compilation.keepModule(code, bytes); // all others were uploaded
        }
        compilation.keep(code, artifact);
        return artifact;
    }
}
