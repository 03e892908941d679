package dev.dormouse.invoker.wasm;

import java.util.ArrayList;
import java.util.List;
import run.endive.runtime.GlobalInstance;
import run.endive.runtime.HostFunction;
import run.endive.runtime.ImportGlobal;
import run.endive.runtime.ImportMemory;
import run.endive.runtime.ImportTable;
import run.endive.runtime.Store;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.MemoryLimits;
import run.endive.wasm.types.MutabilityType;
import run.endive.wasm.types.Table;
import run.endive.wasm.types.TableLimits;
import run.endive.wasm.types.ValType;

/** The module {@code spectest}, which the suite's modules import. */
final class SpecModule {
    private static final String NAME = "spectest";

    private SpecModule() {}

    static Store store(SpecEngine engine) {
        Store store = new Store();
        store.addFunction(
                print("print"),
                print("print_i32", ValType.I32),
                print("print_i64", ValType.I64),
                print("print_f32", ValType.F32),
                print("print_f64", ValType.F64),
                print("print_i32_f32", ValType.I32, ValType.F32),
                print("print_f64_f64", ValType.F64, ValType.F64));
        store.addGlobal(
                global("global_i32", ValType.I32, 666),
                global("global_i64", ValType.I64, 666),
                global("global_f32", ValType.F32, Float.floatToRawIntBits(666.6f)),
                global("global_f64", ValType.F64, Double.doubleToRawLongBits(666.6)));
        store.addMemory(new ImportMemory(NAME, "memory", engine.memory(new MemoryLimits(1, 2))));
        store.addTable(
                new ImportTable(NAME, "table", engine.table(new Table(ValType.FuncRef, new TableLimits(10, 20)))));
        return store;
    }

    private static HostFunction print(String name, ValType... parameters) {
        List<ValType> types = new ArrayList<>(List.of(parameters));
        return new HostFunction(NAME, name, FunctionType.of(types, List.of()), (instance, arguments) -> new long[0]);
    }

    private static ImportGlobal global(String name, ValType type, long bits) {
        return new ImportGlobal(
                NAME,
                name,
                GlobalInstance.builder()
                        .valueLow(bits)
                        .valType(type)
                        .mutabilityType(MutabilityType.Const)
                        .build());
    }
}
