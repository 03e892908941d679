package dev.dormouse.invoker.execution;

import dev.dormouse.invoker.host.HostContext;
import dev.dormouse.invoker.wasm.Instance;
import dev.dormouse.invoker.wasm.MemoryReservation;
import dev.dormouse.snapshot.InstanceImage;

/**
 * An instance of a revision with the host's side of it. Used by one thread at a time; whoever has it last closes it.
 *
 * @param live the revision
 * @param context what the host keeps for the instance
 * @param instance the instance
 * @param memory what both take
 */
public record LiveInstance(LiveRevision live, HostContext context, Instance instance, MemoryReservation memory)
        implements AutoCloseable {
    /** Takes an image of all that lives on; between calls only. */
    public InstanceImage capture() {
        return instance.capture(context.variables());
    }

    /** Gives back the memory that it took. */
    @Override
    public void close() {
        memory.close();
    }
}
