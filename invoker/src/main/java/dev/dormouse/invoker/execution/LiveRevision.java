package dev.dormouse.invoker.execution;

import dev.dormouse.invoker.host.GuestProgram;
import dev.dormouse.invoker.host.GuestSettings;
import dev.dormouse.invoker.registry.Revision;
import dev.dormouse.invoker.wasm.CompiledModule;
import dev.dormouse.invoker.wasm.InstanceLimits;
import dev.dormouse.snapshot.BaseImage;

/**
 * A revision with everything at hand that an invocation needs. Immutable and shared by all its invocations.
 *
 * @param revision what is recorded of it
 * @param module its code, linked
 * @param program how its style is driven
 * @param settings what it gives to its guest
 * @param limits what one instance may grow to
 * @param base where each instance starts from
 */
public record LiveRevision(
        Revision revision,
        CompiledModule module,
        GuestProgram program,
        GuestSettings settings,
        InstanceLimits limits,
        BaseImage base) {}
