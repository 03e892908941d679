package dev.dormouse.invoker.host;

import dev.dormouse.invoker.wasm.Completion;
import dev.dormouse.invoker.wasm.ModuleRefused;
import java.util.Optional;

/**
 * A script in the engine module for JavaScript, which is itself a guest of the Extism style: what is special is one more
 * step of initialisation, which takes the script as its input. What comes before it is the same for all scripts.
 *
 * @param engine how the engine module is called
 * @param trains whether it has a script of its own for {@link #train}
 */
record ScriptProgram(ExtismProgram engine, boolean trains) implements GuestProgram {
    private static final String LOAD = "load";
    private static final String TRAIN = "train";
    private static final String HANDLE = "handle";

    /** What the engine returns if the script has not the method that it was to call. */
    private static final int NO_METHOD = 2;

    static ScriptProgram of(Optional<String> entry, GuestExports module) throws ModuleRefused {
        if (entry.isPresent()) {
            throw new ModuleRefused(
                    ModuleRefused.Reason.UNSUPPORTED,
                    -1,
                    "The entry of a script is the function 'fetch' of its default export; this deploy asks for '"
                            + entry.get() + "'. Leave the entry out.");
        }
        return new ScriptProgram(ExtismProgram.of(Optional.of(HANDLE), module), module.has(TRAIN, "() -> i32"));
    }

    @Override
    public String entry() {
        return engine.entry();
    }

    @Override
    public void open(LiveGuest guest, HostContext context) throws ModuleRefused {
        engine.initialise(guest, context);
    }

    /** The engine renews what it drew itself; what the script's top level drew is the script's. */
    @Override
    public boolean renews() {
        return false;
    }

    @Override
    public void initialise(LiveGuest guest, HostContext context) throws ModuleRefused {
        int code = (int) Initialisation.require("top level", guest.call(LOAD));
        if (code != 0) {
            throw new ModuleRefused(
                    ModuleRefused.Reason.INITIALISATION, -1, "The script did not load: " + context.errorText(code));
        }
    }

    @Override
    public Completion train(LiveGuest guest) {
        return trains ? guest.call(TRAIN) : new Completion.Returned(0);
    }

    @Override
    public MoveAnswer handOver(LiveGuest guest, HostContext context) {
        return absentIfNoMethod(engine.handOver(guest, context));
    }

    @Override
    public MoveAnswer migrate(LiveGuest guest, HostContext context) {
        return absentIfNoMethod(engine.migrate(guest, context));
    }

    private static MoveAnswer absentIfNoMethod(MoveAnswer answer) {
        return answer instanceof MoveAnswer.Failed failed && failed.code() == NO_METHOD
                ? new MoveAnswer.Absent()
                : answer;
    }

    @Override
    public GuestAnswer invoke(LiveGuest guest, HostContext context) {
        return engine.invoke(guest, context);
    }
}
