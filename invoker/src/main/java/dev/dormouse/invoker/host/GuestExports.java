package dev.dormouse.invoker.host;

import java.util.Map;
import java.util.Set;

/**
 * What a style looks at in a module.
 *
 * @param importModules names of the modules that it imports from
 * @param functions its exported functions, by name, each with its type in the form {@code (i32 i64) -> i32}
 *     or {@code ()}
 */
public record GuestExports(Set<String> importModules, Map<String, String> functions) {
    public GuestExports {
        importModules = Set.copyOf(importModules);
        functions = Map.copyOf(functions);
    }

    /** Whether it exports a function of this name. */
    boolean has(String name) {
        return functions.containsKey(name);
    }

    /** Whether it exports a function of this name and type. */
    boolean has(String name, String type) {
        return type.equals(functions.get(name));
    }

    /** Whether it imports what guests of the Extism style do. */
    boolean importsExtism() {
        return importModules.contains(ExtismHost.MODULE) || importModules.contains(RequestHost.MODULE);
    }
}
