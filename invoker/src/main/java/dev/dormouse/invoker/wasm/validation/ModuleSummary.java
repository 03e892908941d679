package dev.dormouse.invoker.wasm.validation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a valid module declares.
 *
 * @param imports the functions it imports, in order
 * @param exports what it exports, in order
 * @param types number of function types
 * @param functions number of functions that it defines itself
 * @param tables its tables
 * @param memory its memory, if it has one
 * @param globals its globals
 * @param tags number of exception tags
 * @param startFunction index of the start function, if there is one
 * @param elementSegments number of element segments
 * @param dataSegments number of data segments
 * @param sectionBytes bytes of the content of each section that is there
 * @param customBytes bytes of all custom sections, which were taken out
 * @param features the parts of WebAssembly beyond its first version that it uses
 */
public record ModuleSummary(
        List<Import> imports,
        List<Export> exports,
        int types,
        int functions,
        List<TableType> tables,
        Optional<MemoryType> memory,
        List<GlobalType> globals,
        int tags,
        OptionalInt startFunction,
        int elementSegments,
        int dataSegments,
        Map<Section, Integer> sectionBytes,
        int customBytes,
        Set<Feature> features) {
    public ModuleSummary {
        imports = List.copyOf(imports);
        exports = List.copyOf(exports);
        tables = List.copyOf(tables);
        globals = List.copyOf(globals);
        sectionBytes = Map.copyOf(sectionBytes);
        features = Set.copyOf(features);
    }

    /**
     * An imported function.
     *
     * @param module first part of its name
     * @param name second part of its name
     * @param type its type
     */
    public record Import(String module, String name, FunctionType type) {}

    /** What can be exported, in the order of the codes in the binary format. */
    public enum ExternalKind {
        FUNCTION,
        TABLE,
        MEMORY,
        GLOBAL,
        TAG
    }

    /**
     * An export.
     *
     * @param name its name
     * @param kind what it is
     * @param index which one of its kind, imported ones counted first
     * @param type its type if it is a function
     */
    public record Export(String name, ExternalKind kind, int index, Optional<FunctionType> type) {}
}
