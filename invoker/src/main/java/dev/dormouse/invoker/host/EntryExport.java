package dev.dormouse.invoker.host;

import dev.dormouse.invoker.wasm.ModuleRefused;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the export that answers requests. Modules that were built with a stock PDK name it as their author liked, may
 * give it no result (GHC), and export functions beside it that look like one: {@code _start}, and TinyGo's
 * {@code asyncify_get_state}.
 */
final class EntryExport {
    private static final String DEFAULT = "handle";
    private static final String PROGRAM = "_start";

    /** With a code, or without: then returning is success. */
    private static final String CODED = "() -> i32";

    private static final String PLAIN = "()";

    private static final List<String> INTERNAL_PREFIXES = List.of("_", "asyncify_");

    /** What a guest has beside its entry to move an agent; asked for by name, each may still be an entry. */
    private static final Set<String> OF_MOVES = Set.of(ExtismProgram.HAND_OVER, ExtismProgram.MIGRATE);

    private static final int MAX_NAMES = 10;

    private EntryExport() {}

    static String choose(Optional<String> asked, GuestExports module) throws ModuleRefused {
        return asked.isPresent() ? checked(asked.get(), module) : found(module);
    }

    private static String checked(String asked, GuestExports module) throws ModuleRefused {
        if (isEntry(asked, module)) {
            return asked;
        }
        String problem = module.has(asked) ? "is of type " + module.functions().get(asked) : "is not exported";
        throw refused("The entry is an exported function of type " + CODED + " or " + PLAIN + "; '" + asked + "' "
                + problem + ". " + advice(module));
    }

    private static String found(GuestExports module) throws ModuleRefused {
        if (isEntry(DEFAULT, module)) {
            return DEFAULT;
        }
        List<String> candidates = candidates(module);
        if (candidates.size() == 1) {
            return candidates.getFirst();
        }
        if (candidates.isEmpty() && module.has(PROGRAM, PLAIN)) {
            return PROGRAM;
        }
        throw refused("A module has an exported function '" + DEFAULT + "' of type " + CODED
                + ", or exactly one of that type; this one has " + candidates.size() + ". " + advice(module));
    }

    private static boolean isEntry(String name, GuestExports module) {
        return module.has(name, CODED) || module.has(name, PLAIN);
    }

    /** Those that give a code; if there is none, those that do not. */
    private static List<String> candidates(GuestExports module) {
        List<String> coded = ofType(CODED, module);
        return coded.isEmpty() ? ofType(PLAIN, module) : coded;
    }

    private static List<String> ofType(String type, GuestExports module) {
        return module.functions().entrySet().stream()
                .filter(function -> function.getValue().equals(type))
                .map(Map.Entry::getKey)
                .filter(name -> !OF_MOVES.contains(name))
                .filter(name -> INTERNAL_PREFIXES.stream().noneMatch(name::startsWith))
                .sorted()
                .toList();
    }

    private static String advice(GuestExports module) {
        List<String> candidates = candidates(module);
        if (candidates.isEmpty()) {
            return "Export one, or deploy with style=wasi if this is a program with a main function.";
        }
        String names = String.join(", ", candidates.subList(0, Math.min(MAX_NAMES, candidates.size())));
        return "Deploy with entry set to one of: " + names + (candidates.size() > MAX_NAMES ? ", ..." : "") + ".";
    }

    private static ModuleRefused refused(String message) {
        return new ModuleRefused(ModuleRefused.Reason.UNSUPPORTED, -1, message);
    }
}
