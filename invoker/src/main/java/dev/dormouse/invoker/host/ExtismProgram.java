package dev.dormouse.invoker.host;

import dev.dormouse.invoker.wasm.Completion;
import dev.dormouse.invoker.wasm.ModuleRefused;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A module that is called through an entry export, as Extism does.
 *
 * @param entry takes nothing, returns 0 or an error's number, or nothing
 * @param initialisers exports to call once, in this order
 * @param resumeHook whether the guest wants to know that it was resumed
 * @param handsOver whether it can say what an agent is to go on with on another revision
 * @param migrates whether it can take that in
 */
record ExtismProgram(
        String entry, List<Initialiser> initialisers, boolean resumeHook, boolean handsOver, boolean migrates)
        implements GuestProgram {
    static final String HAND_OVER = "hand_over";
    static final String MIGRATE = "migrate";

    /** Exports of these names that have another type are the author's own. */
    private static final String MOVE_TYPE = "() -> i32";

    private static final String RESUME_HOOK = "on_resume";
    private static final String RESUME_HOOK_TYPE = "(i64)";

    private static final Initialiser REACTOR = new Initialiser("_initialize", "()");
    private static final Initialiser CONSTRUCTORS = new Initialiser("__wasm_call_ctors", "()");
    private static final Initialiser HASKELL = new Initialiser("hs_init", "(i32 i32)", 0, 0);

    ExtismProgram {
        initialisers = List.copyOf(initialisers);
    }

    static ExtismProgram of(Optional<String> entry, GuestExports module) throws ModuleRefused {
        String chosen = EntryExport.choose(entry, module);
        requireType(module, RESUME_HOOK, RESUME_HOOK_TYPE);
        return new ExtismProgram(
                chosen,
                initialisers(module),
                module.has(RESUME_HOOK),
                module.has(HAND_OVER, MOVE_TYPE),
                module.has(MIGRATE, MOVE_TYPE));
    }

    @Override
    public void open(LiveGuest guest, HostContext context) {}

    @Override
    public boolean renews() {
        return resumeHook;
    }

    @Override
    public void initialise(LiveGuest guest, HostContext context) throws ModuleRefused {
        Initialisation.require("start function", guest.start());
        for (Initialiser initialiser : initialisers) {
            Initialisation.require(initialiser.export(), initialiser.call(guest));
        }
    }

    @Override
    public Completion train(LiveGuest guest) {
        return new Completion.Returned(0);
    }

    @Override
    public MoveAnswer handOver(LiveGuest guest, HostContext context) {
        return handsOver
                ? context.finishMove(callAfterResume(guest, context, HAND_OVER))
                : context.endMoveWithoutGuest();
    }

    @Override
    public MoveAnswer migrate(LiveGuest guest, HostContext context) {
        return migrates ? context.finishMove(callAfterResume(guest, context, MIGRATE)) : context.endMoveWithoutGuest();
    }

    @Override
    public GuestAnswer invoke(LiveGuest guest, HostContext context) {
        return context.finish(callAfterResume(guest, context, entry));
    }

    private Completion callAfterResume(LiveGuest guest, HostContext context, String export) {
        if (resumeHook) {
            Completion told = context.tellOfResume(generation -> guest.call(RESUME_HOOK, generation));
            if (told instanceof Completion.Exited exited) {
                return new Completion.Trapped(RESUME_HOOK + " ended the program with exit code " + exited.code() + ".");
            }
            if (!(told instanceof Completion.Returned)) {
                return told;
            }
        }
        return guest.call(export);
    }

    private static List<Initialiser> initialisers(GuestExports module) throws ModuleRefused {
        List<Initialiser> found = new ArrayList<>();
        // A reactor's _initialize calls the constructors itself.
        for (Initialiser known : List.of(module.has(REACTOR.export()) ? REACTOR : CONSTRUCTORS, HASKELL)) {
            requireType(module, known.export(), known.type());
            if (module.has(known.export())) {
                found.add(known);
            }
        }
        return found;
    }

    private static void requireType(GuestExports module, String export, String type) throws ModuleRefused {
        if (module.has(export) && !module.has(export, type)) {
            throw refused("An exported function '" + export + "' has type " + type + "; this one has "
                    + module.functions().get(export) + ". Give it another name if it is not meant for the runtime.");
        }
    }

    private static ModuleRefused refused(String message) {
        return new ModuleRefused(ModuleRefused.Reason.UNSUPPORTED, -1, message);
    }

    /**
     * An export to call once.
     *
     * @param export its name
     * @param type its type
     * @param arguments what it is called with
     */
    @SuppressWarnings("ArrayRecordComponent") // constants, written by nobody
    record Initialiser(String export, String type, long... arguments) {
        Completion call(LiveGuest guest) {
            return guest.call(export, arguments);
        }
    }
}
