package dev.dormouse.invoker.wasm.validation;

import dev.dormouse.invoker.wasm.ModuleRefused;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What has been declared so far: the context of the specification (3.1.1). Sections add to it, later ones look things up
 * by index.
 */
final class IndexSpaces {
    private static final int NO_DATA_COUNT = -1;

    private final List<FunctionType> types = new ArrayList<>();
    private final List<FunctionType> functions = new ArrayList<>();
    private final List<TableType> tables = new ArrayList<>();
    private final List<FunctionType> tags = new ArrayList<>();
    private final List<GlobalType> globals = new ArrayList<>();
    private final List<ValueType> elementSegments = new ArrayList<>();
    private final BitSet referencedFunctions = new BitSet();
    private final Set<Feature> features = EnumSet.noneOf(Feature.class);
    private @Nullable MemoryType memory;
    private int dataCount = NO_DATA_COUNT;

    void addType(FunctionType type) {
        types.add(type);
    }

    void addFunction(FunctionType type) {
        functions.add(type);
    }

    void addTable(TableType table) {
        tables.add(table);
    }

    void addTag(FunctionType type) {
        tags.add(type);
    }

    void addGlobal(GlobalType global) {
        globals.add(global);
    }

    void addElementSegment(ValueType type) {
        elementSegments.add(type);
    }

    void setMemory(MemoryType declared) {
        memory = declared;
    }

    void setDataCount(int count) {
        dataCount = count;
    }

    /** Notes that a function is named outside bodies, so that bodies may take references to it. */
    void addReference(int function) {
        referencedFunctions.set(function);
    }

    void addFeature(Feature feature) {
        features.add(feature);
    }

    FunctionType type(ModuleReader reader) throws ModuleRefused {
        return types.get(reader.readIndex("type", types.size()));
    }

    FunctionType type(int index) {
        return types.get(index);
    }

    int functionIndex(ModuleReader reader) throws ModuleRefused {
        return reader.readIndex("function", functions.size());
    }

    FunctionType function(int index) {
        return functions.get(index);
    }

    TableType table(ModuleReader reader) throws ModuleRefused {
        return tables.get(reader.readIndex("table", tables.size()));
    }

    FunctionType tag(ModuleReader reader) throws ModuleRefused {
        return tags.get(reader.readIndex("tag", tags.size()));
    }

    GlobalType global(ModuleReader reader) throws ModuleRefused {
        return globals.get(reader.readIndex("global", globals.size()));
    }

    ValueType elementSegment(ModuleReader reader) throws ModuleRefused {
        return elementSegments.get(reader.readIndex("element segment", elementSegments.size()));
    }

    /** The index of a data segment in code, which the data count section must have announced. */
    void dataSegment(ModuleReader reader, Refusals refusals) throws ModuleRefused {
        if (dataCount == NO_DATA_COUNT) {
            throw refusals.malformed(
                    reader.position(), "an instruction names a data segment and there is no data count section");
        }
        reader.readIndex("data segment", dataCount);
    }

    /** The index of a memory. */
    void memory(ModuleReader reader, Refusals refusals) throws ModuleRefused {
        int start = reader.position();
        long index = reader.readUnsigned();
        if (index > 0) {
            throw refusals.unsupported(start, Feature.MULTI_MEMORY, "memory " + index);
        }
        requireMemory(start, refusals);
    }

    void requireMemory(int offset, Refusals refusals) throws ModuleRefused {
        if (memory == null) {
            throw refusals.invalid(offset, "memory 0 does not exist; the module has no memory");
        }
    }

    boolean isReferenced(int function) {
        return referencedFunctions.get(function);
    }

    List<FunctionType> types() {
        return types;
    }

    List<FunctionType> functions() {
        return functions;
    }

    List<TableType> tables() {
        return tables;
    }

    List<FunctionType> tags() {
        return tags;
    }

    List<GlobalType> globals() {
        return globals;
    }

    List<ValueType> elementSegments() {
        return elementSegments;
    }

    Set<Feature> features() {
        return features;
    }

    @Nullable
    MemoryType memory() {
        return memory;
    }

    /** What the data count section says; -1 if there is none. */
    int dataCount() {
        return dataCount;
    }
}
