package dev.dormouse.invoker.host;

import dev.dormouse.invoker.wasm.Completion;
import dev.dormouse.invoker.wasm.ModuleRefused;
import java.util.Optional;

/**
 * How a module of one style is brought up once and asked many times. Made once per revision, immutable, thread-safe.
 */
public sealed interface GuestProgram permits ExtismProgram, ScriptProgram, WasiProgram {
    /**
     * The program that a module is.
     *
     * @param style how it is to be called
     * @param entry the export that the author asks for; found if empty
     * @param module the module; for {@link GuestStyle#JS} the engine module
     * @throws ModuleRefused if it has not what the style needs, or there is a choice that only the author can make
     */
    static GuestProgram of(GuestStyle style, Optional<String> entry, GuestExports module) throws ModuleRefused {
        return switch (style) {
            case EXTISM -> ExtismProgram.of(entry, module);
            case WASI -> WasiProgram.of(entry, module);
            case JS -> ScriptProgram.of(entry, module);
        };
    }

    /** The export that answers requests. */
    String entry();

    /**
     * Runs what comes before {@link #initialise} and is the same for all guests of the module, whatever their settings:
     * of an engine for scripts its own initialisation. The image after it may be kept and shared if it took in nothing
     * that must not be the same in two lives.
     *
     * @throws ModuleRefused {@code INITIALISATION} if it did not come to its end
     */
    void open(LiveGuest guest, HostContext context) throws ModuleRefused;

    /** Whether the guest is told that it was resumed, and so can renew what initialisation froze. */
    boolean renews();

    /**
     * Runs the guest's own initialisation, after {@link #open}; afterwards the base image can be taken. The context's initialisation has
     * begun, with the script as its input if the style is {@link GuestStyle#JS}; the caller ends it.
     *
     * @throws ModuleRefused {@code INITIALISATION} if it did not come to its end
     */
    void initialise(LiveGuest guest, HostContext context) throws ModuleRefused;

    /**
     * Lets the guest do what it has for getting the JVM's compiler used to its code, if it has something. For an instance
     * that is initialised and of which no image will be kept: its memory may grow. The context's initialisation has begun
     * anew; the caller ends it.
     *
     * @return how that ended; at once for a guest that has nothing
     */
    Completion train(LiveGuest guest);

    /**
     * Lets the guest of the revision that an agent leaves say what the agent is to go on with. The context's move has
     * begun, without input, and ends here.
     */
    MoveAnswer handOver(LiveGuest guest, HostContext context);

    /**
     * Lets the guest of the revision that an agent comes to take in what was handed over. The context's move has begun, with
     * that as its input, and ends here.
     */
    MoveAnswer migrate(LiveGuest guest, HostContext context);

    /** Lets the guest answer the invocation that has begun in the context, and ends it there. */
    GuestAnswer invoke(LiveGuest guest, HostContext context);
}
