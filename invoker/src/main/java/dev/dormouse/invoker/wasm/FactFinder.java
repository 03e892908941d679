package dev.dormouse.invoker.wasm;

import dev.dormouse.snapshot.ModuleDigest;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.Export;
import run.endive.wasm.types.ExternalType;
import run.endive.wasm.types.FunctionImport;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.Import;
import run.endive.wasm.types.MemoryLimits;

/** Finds out what a compiled module is like. */
final class FactFinder {
    /** HotSpot's limit for methods that it compiles by default. */
    private static final int HUGE_METHOD_BYTES = 8_000;

    private static final int METHOD_LIMIT_BYTES = 65_536;
    private static final String FUNCTION_CLASS = "FuncGroup_";
    private static final String FUNCTION_METHOD = "func_";

    private final WasmModule module;
    private final List<FunctionType> functions;

    private FactFinder(WasmModule module) {
        this.module = module;
        this.functions = functionTypes(module);
    }

    static ModuleFacts find(byte[] bytes, WasmModule module, Set<Integer> interpreted, Map<String, byte[]> classes) {
        FactFinder finder = new FactFinder(module);
        return new ModuleFacts(
                ModuleDigest.of(bytes),
                finder.imports(),
                finder.exports(),
                module.startSection()
                        .map(start -> OptionalInt.of((int) start.startIndex()))
                        .orElse(OptionalInt.empty()),
                memory(module),
                tables(module),
                huge(classes, interpreted),
                interpreted.stream()
                        .sorted()
                        .map(index -> new ModuleFacts.LargeFunction(index, METHOD_LIMIT_BYTES))
                        .toList());
    }

    /** The types of all functions, imported ones first. */
    static List<FunctionType> functionTypes(WasmModule module) {
        List<FunctionType> types = new ArrayList<>();
        for (int i = 0; i < module.importSection().importCount(); i++) {
            if (module.importSection().getImport(i) instanceof FunctionImport function) {
                types.add(module.typeSection().getType(function.typeIndex()));
            }
        }
        for (int i = 0; i < module.functionSection().functionCount(); i++) {
            types.add(module.typeSection().getType(module.functionSection().getFunctionType(i)));
        }
        return types;
    }

    private List<ModuleFacts.Import> imports() {
        List<ModuleFacts.Import> imports = new ArrayList<>();
        for (int i = 0; i < module.importSection().importCount(); i++) {
            Import imported = module.importSection().getImport(i);
            String type = imported instanceof FunctionImport function
                    ? TypeText.of(module.typeSection().getType(function.typeIndex()))
                    : "";
            imports.add(new ModuleFacts.Import(kind(imported.importType()), imported.module(), imported.name(), type));
        }
        return imports;
    }

    private List<ModuleFacts.Export> exports() {
        List<ModuleFacts.Export> exports = new ArrayList<>();
        for (int i = 0; i < module.exportSection().exportCount(); i++) {
            Export exported = module.exportSection().getExport(i);
            String type =
                    exported.exportType() == ExternalType.FUNCTION ? TypeText.of(functions.get(exported.index())) : "";
            exports.add(new ModuleFacts.Export(kind(exported.exportType()), exported.name(), exported.index(), type));
        }
        return exports;
    }

    private static ModuleFacts.Kind kind(ExternalType type) {
        return switch (type) {
            case FUNCTION -> ModuleFacts.Kind.FUNCTION;
            case TABLE -> ModuleFacts.Kind.TABLE;
            case MEMORY -> ModuleFacts.Kind.MEMORY;
            case GLOBAL -> ModuleFacts.Kind.GLOBAL;
            case TAG -> ModuleFacts.Kind.TAG;
        };
    }

    private static ModuleFacts.Memory memory(WasmModule module) {
        if (module.memorySection().isEmpty() || module.memorySection().get().memoryCount() == 0) {
            return new ModuleFacts.Memory(0, 0);
        }
        MemoryLimits limits = module.memorySection().get().getMemory(0).limits();
        return new ModuleFacts.Memory(limits.initialPages(), limits.maximumPages());
    }

    private static List<ModuleFacts.Table> tables(WasmModule module) {
        List<ModuleFacts.Table> tables = new ArrayList<>();
        for (int i = 0; i < module.tableSection().tableCount(); i++) {
            var limits = module.tableSection().getTable(i).limits();
            tables.add(new ModuleFacts.Table(limits.min(), limits.max()));
        }
        return tables;
    }

    private static List<ModuleFacts.LargeFunction> huge(Map<String, byte[]> classes, Set<Integer> interpreted) {
        List<ModuleFacts.LargeFunction> huge = new ArrayList<>();
        for (var named : classes.entrySet()) {
            if (named.getKey().contains(FUNCTION_CLASS)) {
                addHuge(named.getValue(), huge);
            }
        }
        huge.removeIf(function -> interpreted.contains(function.index()));
        huge.sort(Comparator.comparingInt(ModuleFacts.LargeFunction::bytes)
                .reversed()
                .thenComparingInt(ModuleFacts.LargeFunction::index));
        return huge;
    }

    private static void addHuge(byte[] classBytes, List<ModuleFacts.LargeFunction> huge) {
        for (MethodModel method : ClassFile.of().parse(classBytes).methods()) {
            String name = method.methodName().stringValue();
            if (name.startsWith(FUNCTION_METHOD) && method.code().orElse(null) instanceof CodeAttribute code) {
                int bytes = code.codeLength();
                if (bytes > HUGE_METHOD_BYTES) {
                    int index = Integer.parseInt(name.substring(FUNCTION_METHOD.length()));
                    huge.add(new ModuleFacts.LargeFunction(index, bytes));
                }
            }
        }
    }
}
