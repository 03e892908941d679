package dev.dormouse.invoker.host;

import dev.dormouse.invoker.wasm.Completion;
import dev.dormouse.invoker.wasm.ModuleRefused;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A module that is called through an entry export, as Extism does.
 *
 * @param entry takes nothing, returns 0 or an error's number
 * @param initialisers exports to call once, in this order
 * @param resumeHook whether the guest wants to know that it was resumed
 */
record ExtismProgram(String entry, List<Initialiser> initialisers, boolean resumeHook) implements GuestProgram {
    private static final String DEFAULT_ENTRY = "handle";
    private static final String ENTRY_TYPE = "() -> i32";
    private static final String RESUME_HOOK = "on_resume";
    private static final String RESUME_HOOK_TYPE = "(i64)";

    private static final Initialiser REACTOR = new Initialiser("_initialize", "()");
    private static final Initialiser CONSTRUCTORS = new Initialiser("__wasm_call_ctors", "()");
    private static final Initialiser HASKELL = new Initialiser("hs_init", "(i32 i32)", 0, 0);

    ExtismProgram {
        initialisers = List.copyOf(initialisers);
    }

    static ExtismProgram of(Optional<String> entry, GuestExports module) throws ModuleRefused {
        String chosen = chooseEntry(entry, module);
        requireType(module, RESUME_HOOK, RESUME_HOOK_TYPE);
        return new ExtismProgram(chosen, initialisers(module), module.has(RESUME_HOOK));
    }

    @Override
    public void initialise(LiveGuest guest, HostContext context) throws ModuleRefused {
        Initialisation.require("start function", guest.start());
        for (Initialiser initialiser : initialisers) {
            Initialisation.require(initialiser.export(), initialiser.call(guest));
        }
    }

    @Override
    public GuestAnswer invoke(LiveGuest guest, HostContext context) {
        if (resumeHook) {
            Optional<Long> generation = context.generation();
            if (generation.isPresent()) {
                Completion told = guest.call(RESUME_HOOK, generation.get());
                if (!(told instanceof Completion.Returned)) {
                    return context.finish(told);
                }
            }
        }
        return context.finish(guest.call(entry));
    }

    private static String chooseEntry(Optional<String> asked, GuestExports module) throws ModuleRefused {
        List<String> candidates = candidates(module);
        if (asked.isPresent()) {
            if (candidates.contains(asked.get())) {
                return asked.get();
            }
            throw refused("The entry is an exported function of type " + ENTRY_TYPE + "; '" + asked.get() + "' is "
                    + (module.has(asked.get()) ? "of type " + module.functions().get(asked.get()) : "not exported")
                    + ". " + advice(candidates));
        }
        if (candidates.contains(DEFAULT_ENTRY)) {
            return DEFAULT_ENTRY;
        }
        if (candidates.size() == 1) {
            return candidates.getFirst();
        }
        throw refused("A module has an exported function '" + DEFAULT_ENTRY + "' of type " + ENTRY_TYPE
                + ", or exactly one of that type; this one has " + candidates.size() + ". " + advice(candidates));
    }

    private static List<String> candidates(GuestExports module) {
        return module.functions().entrySet().stream()
                .filter(function -> function.getValue().equals(ENTRY_TYPE))
                .map(function -> function.getKey())
                .sorted()
                .toList();
    }

    private static String advice(List<String> candidates) {
        int most = 10;
        if (candidates.isEmpty()) {
            return "Export one, or deploy with style=wasi if this is a program with a main function.";
        }
        String names = String.join(", ", candidates.subList(0, Math.min(most, candidates.size())));
        return "Deploy with entry set to one of: " + names + (candidates.size() > most ? ", ..." : "") + ".";
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
