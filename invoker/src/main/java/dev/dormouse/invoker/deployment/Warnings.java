package dev.dormouse.invoker.deployment;

import dev.dormouse.invoker.host.Taint;
import dev.dormouse.invoker.wasm.ModuleFacts;
import dev.dormouse.invoker.wasm.validation.FunctionNames;
import dev.dormouse.snapshot.Excerpt;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What the author of a function should know of how it will run. */
final class Warnings {
    private static final int NAMED_MAX = 5;
    private static final String REMEDY = "Renew it in an exported on_resume, or draw it in the request that needs it.";

    private Warnings() {}

    /**
     * Each a sentence or two; none if all is well.
     *
     * @param facts of the module that runs
     * @param names of its functions
     * @param frozen what its initialisation took in and nothing renews
     */
    static List<String> of(ModuleFacts facts, FunctionNames names, Set<Taint> frozen) {
        List<String> warnings = new ArrayList<>();
        if (!facts.interpretedFunctions().isEmpty()) {
            warnings.add(facts.interpretedFunctions().size() + " function(s) are too large to be compiled and run"
                    + " hundreds of times slower: " + named(facts, names)
                    + ". Split them, or let the compiler inline less.");
        }
        for (Taint taint : frozen) {
            warnings.add(sentence(taint));
        }
        return warnings;
    }

    private static String sentence(Taint taint) {
        return switch (taint) {
            case RANDOM ->
                "The function drew random bytes while it was initialised. They are frozen: every request starts with the"
                        + " same ones. " + REMEDY;
            case CLOCK ->
                "The function read a clock while it was initialised. That time is frozen: every request starts with the"
                        + " time of the deploy. " + REMEDY;
        };
    }

    private static String named(ModuleFacts facts, FunctionNames names) {
        List<ModuleFacts.LargeFunction> functions = facts.interpretedFunctions();
        String some = functions.stream()
                .limit(NAMED_MAX)
                .map(function -> named(function.index(), facts, names))
                .collect(Collectors.joining(", "));
        return functions.size() > NAMED_MAX ? some + ", ..." : some;
    }

    private static String named(int function, ModuleFacts facts, FunctionNames names) {
        String name = names.of(function);
        String known = name.isEmpty() ? exportName(function, facts) : name;
        return "function " + function + (known.isEmpty() ? "" : " (" + Excerpt.of(known) + ")");
    }

    private static String exportName(int function, ModuleFacts facts) {
        return facts.exports().stream()
                .filter(export -> export.kind() == ModuleFacts.Kind.FUNCTION && export.index() == function)
                .map(ModuleFacts.Export::name)
                .findFirst()
                .orElse("");
    }
}
