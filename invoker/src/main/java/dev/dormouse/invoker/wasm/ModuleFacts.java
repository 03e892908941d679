package dev.dormouse.invoker.wasm;

import dev.dormouse.snapshot.ModuleDigest;
import java.util.List;
import java.util.OptionalInt;

/**
 * What a module is like, found out when it was compiled.
 *
 * @param digest identity of the bytes that were compiled
 * @param imports what it imports, in its order
 * @param exports what it exports, in its order
 * @param startFunction index of its start function, if it has one
 * @param memory its linear memory; of 0 pages if it has none
 * @param tables its tables, in their order
 * @param hugeFunctions functions of more than 8,000 bytes of JVM code, largest first: the JVM compiles such only when
 *     started with {@code -XX:-DontCompileHugeMethods}, and late
 * @param interpretedFunctions functions too large for a JVM method (64 KiB): they run, but hundreds of times slower
 */
public record ModuleFacts(
        ModuleDigest digest,
        List<Import> imports,
        List<Export> exports,
        OptionalInt startFunction,
        Memory memory,
        List<Table> tables,
        List<LargeFunction> hugeFunctions,
        List<LargeFunction> interpretedFunctions) {
    public ModuleFacts {
        imports = List.copyOf(imports);
        exports = List.copyOf(exports);
        tables = List.copyOf(tables);
        hugeFunctions = List.copyOf(hugeFunctions);
        interpretedFunctions = List.copyOf(interpretedFunctions);
    }

    /** What an import or export is. */
    public enum Kind {
        FUNCTION,
        TABLE,
        MEMORY,
        GLOBAL,
        TAG
    }

    /**
     * An import.
     *
     * @param kind what is imported
     * @param module name of the module it is to come from
     * @param name its name there
     * @param type a function's type as in {@code (i64 i32) -> i64}; the empty string for anything else
     */
    public record Import(Kind kind, String module, String name, String type) {}

    /**
     * An export.
     *
     * @param kind what is exported
     * @param name its name
     * @param index its index among all of its kind, imports first
     * @param type a function's type as in {@code () -> i32}; the empty string for anything else
     */
    public record Export(Kind kind, String name, int index, String type) {}

    /**
     * A linear memory.
     *
     * @param minimumPages pages of 64 KiB it begins with
     * @param maximumPages pages it may grow to by its own declaration
     */
    public record Memory(int minimumPages, int maximumPages) {}

    /**
     * A table.
     *
     * @param minimum entries it begins with
     * @param maximum entries it may grow to by its own declaration
     */
    public record Table(long minimum, long maximum) {}

    /**
     * A function that is large.
     *
     * @param index its index, imports first
     * @param bytes size of its JVM code, in bytes; 65,536 if it did not fit
     */
    public record LargeFunction(int index, int bytes) {}
}
