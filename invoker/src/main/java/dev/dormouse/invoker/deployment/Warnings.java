package dev.dormouse.invoker.deployment;

import dev.dormouse.invoker.wasm.ModuleFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What the author of a module should know of how it will run. */
final class Warnings {
    private static final int NAMED_MAX = 5;

    private Warnings() {}

    /** Each a sentence; none if all is well. */
    static List<String> of(ModuleFacts facts) {
        List<String> warnings = new ArrayList<>();
        if (!facts.interpretedFunctions().isEmpty()) {
            warnings.add(facts.interpretedFunctions().size() + " function(s) are too large to be compiled and run"
                    + " hundreds of times slower: " + named(facts.interpretedFunctions())
                    + ". Split them, or let the compiler inline less.");
        }
        return warnings;
    }

    private static String named(List<ModuleFacts.LargeFunction> functions) {
        String names = functions.stream()
                .limit(NAMED_MAX)
                .map(function -> "function " + function.index())
                .collect(Collectors.joining(", "));
        return functions.size() > NAMED_MAX ? names + ", ..." : names;
    }
}
