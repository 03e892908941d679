package dev.dormouse.invoker.wasm.validation;

import dev.dormouse.invoker.wasm.ModuleRefused;
import dev.dormouse.invoker.wasm.validation.ModuleSummary.Export;
import dev.dormouse.invoker.wasm.validation.ModuleSummary.ExternalKind;
import dev.dormouse.invoker.wasm.validation.ModuleSummary.Import;
import dev.dormouse.snapshot.Excerpt;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads the sections that declare what there is: types to start (specification 5.5.4 to 5.5.11). */
final class DeclarationSections {
    private static final int TAG_ATTRIBUTE = 0;
    private static final List<ExternalKind> KINDS = List.of(ExternalKind.values());

    private final ModuleReader reader;
    private final Refusals refusals;
    private final IndexSpaces spaces;
    private final TypeReader types;
    private final ConstantChecker constants;
    private final List<Import> imports = new ArrayList<>();
    private final List<Export> exports = new ArrayList<>();
    private OptionalInt startFunction = OptionalInt.empty();

    DeclarationSections(
            ModuleReader reader, Refusals refusals, IndexSpaces spaces, TypeReader types, ConstantChecker constants) {
        this.reader = reader;
        this.refusals = refusals;
        this.spaces = spaces;
        this.types = types;
        this.constants = constants;
    }

    List<Import> imports() {
        return imports;
    }

    List<Export> exports() {
        return exports;
    }

    OptionalInt startFunction() {
        return startFunction;
    }

    void readTypes() throws ModuleRefused {
        int count = reader.readCount(Limit.TYPES, 1);
        for (int i = 0; i < count; i++) {
            refusals.enter("type", i);
            spaces.addType(types.readFunctionType());
        }
    }

    void readImports() throws ModuleRefused {
        int count = reader.readCount(Limit.IMPORTS, 4);
        for (int i = 0; i < count; i++) {
            refusals.enter("import", i);
            readImport();
        }
    }

    private void readImport() throws ModuleRefused {
        int start = reader.position();
        String module = reader.readName();
        String name = reader.readName();
        int kindStart = reader.position();
        int kind = reader.readByte();
        if (kind >= KINDS.size()) {
            throw refusals.malformed(kindStart, "there is no kind of import with the number " + kind);
        }
        if (KINDS.get(kind) != ExternalKind.FUNCTION) {
            throw refusals.unsupported(
                    kindStart,
                    Feature.IMPORTED_STATE,
                    "the import of a " + title(KINDS.get(kind)) + " " + quoted(module, name));
        }
        requirePlainName(start, module);
        requirePlainName(start, name);
        FunctionType type = spaces.type(reader);
        imports.add(new Import(module, name, type));
        spaces.addFunction(type);
        refusals.check(Limit.FUNCTIONS, spaces.functions().size(), start);
    }

    /** What the host offers has such names only; engines differ in what else they take. */
    private void requirePlainName(int start, String name) throws ModuleRefused {
        boolean plain = !name.isEmpty() && name.chars().allMatch(character -> character > ' ' && character < 0x7F);
        if (!plain) {
            throw refusals.unknownImport(
                    start,
                    "the host has no function with a name that is empty or not of printable ASCII",
                    "Import only what the documentation of the guest interface lists.");
        }
    }

    private static String title(ExternalKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static String quoted(String module, String name) {
        return "\"" + Excerpt.of(module + "." + name) + "\"";
    }

    void readFunctions() throws ModuleRefused {
        int start = reader.position();
        int count = reader.readCount(Limit.FUNCTIONS, 1);
        refusals.check(Limit.FUNCTIONS, (long) spaces.functions().size() + count, start);
        for (int i = 0; i < count; i++) {
            refusals.enter("function", spaces.functions().size());
            spaces.addFunction(spaces.type(reader));
        }
    }

    void readTables() throws ModuleRefused {
        int count = reader.readCount(Limit.TABLES, 3);
        long entries = 0;
        for (int i = 0; i < count; i++) {
            refusals.enter("table", i);
            int start = reader.position();
            TableType table = types.readTableType();
            entries += table.minimum();
            refusals.check(Limit.TABLE_ENTRIES, entries, start);
            spaces.addTable(table);
        }
        if (count > 1) {
            spaces.addFeature(Feature.REFERENCE_TYPES);
        }
    }

    void readMemories() throws ModuleRefused {
        int start = reader.position();
        long count = reader.readUnsigned();
        if (count > 1) {
            throw refusals.unsupported(start, Feature.MULTI_MEMORY, "a section of " + count + " memories");
        }
        if (count == 1) {
            refusals.enter("memory", 0);
            spaces.setMemory(types.readMemoryType());
        }
    }

    void readTags() throws ModuleRefused {
        int count = reader.readCount(Limit.TAGS, 2);
        for (int i = 0; i < count; i++) {
            refusals.enter("tag", i);
            readTag();
        }
        spaces.addFeature(Feature.EXCEPTIONS);
    }

    private void readTag() throws ModuleRefused {
        int start = reader.position();
        int attribute = reader.readByte();
        if (attribute != TAG_ATTRIBUTE) {
            throw refusals.malformed(start, "a tag has no attribute " + attribute);
        }
        FunctionType type = spaces.type(reader);
        if (!type.results().isEmpty()) {
            throw refusals.invalid(start, "the type of a tag has no results, this one is " + type);
        }
        spaces.addTag(type);
    }

    void readGlobals() throws ModuleRefused {
        int count = reader.readCount(Limit.GLOBALS, 3);
        for (int i = 0; i < count; i++) {
            refusals.enter("global", i);
            GlobalType global = types.readGlobalType();
            constants.check(global.value());
            spaces.addGlobal(global);
        }
    }

    void readExports() throws ModuleRefused {
        int count = reader.readCount(Limit.EXPORTS, 3);
        Set<String> names = new HashSet<>();
        for (int i = 0; i < count; i++) {
            refusals.enter("export", i);
            int start = reader.position();
            Export export = readExport();
            if (!names.add(export.name())) {
                throw refusals.invalid(start, "two exports have the name \"" + Excerpt.of(export.name()) + "\"");
            }
            exports.add(export);
        }
    }

    private Export readExport() throws ModuleRefused {
        String name = reader.readName();
        int start = reader.position();
        int kind = reader.readByte();
        if (kind >= KINDS.size()) {
            throw refusals.malformed(start, "there is no kind of export with the number " + kind);
        }
        ExternalKind exported = KINDS.get(kind);
        return switch (exported) {
            case FUNCTION -> exportFunction(name);
            case TABLE -> exportOther(name, exported, spaces.tables().size());
            case MEMORY -> exportOther(name, exported, spaces.memory() == null ? 0 : 1);
            case GLOBAL -> exportGlobal(name);
            case TAG -> exportOther(name, exported, spaces.tags().size());
        };
    }

    private Export exportFunction(String name) throws ModuleRefused {
        int index = spaces.functionIndex(reader);
        spaces.addReference(index);
        return new Export(name, ExternalKind.FUNCTION, index, Optional.of(spaces.function(index)));
    }

    private Export exportGlobal(String name) throws ModuleRefused {
        Export export = exportOther(name, ExternalKind.GLOBAL, spaces.globals().size());
        if (spaces.globals().get(export.index()).mutable()) {
            spaces.addFeature(Feature.MUTABLE_GLOBALS);
        }
        return export;
    }

    private Export exportOther(String name, ExternalKind kind, int size) throws ModuleRefused {
        return new Export(name, kind, reader.readIndex(title(kind), size), Optional.empty());
    }

    void readStart() throws ModuleRefused {
        int start = reader.position();
        int function = spaces.functionIndex(reader);
        FunctionType type = spaces.function(function);
        if (!type.equals(FunctionType.EMPTY)) {
            throw refusals.invalid(start, "the start function takes and leaves nothing, this one is " + type);
        }
        startFunction = OptionalInt.of(function);
    }
}
