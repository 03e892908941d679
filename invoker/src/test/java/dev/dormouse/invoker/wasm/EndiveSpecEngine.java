package dev.dormouse.invoker.wasm;

import static run.endive.wasm.types.Value.REF_NULL_VALUE;

import org.jspecify.annotations.Nullable;
import run.endive.compiler.MachineFactoryCompiler;
import run.endive.runtime.ByteArrayMemory;
import run.endive.runtime.CallResult;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.runtime.TableInstance;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.MemoryLimits;
import run.endive.wasm.types.Table;

/** The engine as it comes: its compiler, its memory, its tables. What it passes, the runtime must pass. */
final class EndiveSpecEngine implements SpecEngine {
    @Override
    public Instance instantiate(byte[] module, ImportValues imports) {
        WasmModule parsed = Parser.parse(module);
        return Instance.builder(parsed)
                .withImportValues(imports)
                .withMachineFactory(MachineFactoryCompiler.compile(parsed))
                .withMemoryFactory(ByteArrayMemory::new)
                .withStart(false)
                .build();
    }

    @Override
    public CallResult call(Instance instance, int function, long[] numbers, @Nullable Object[] references) {
        return instance.getMachine().callWithRefs(function, numbers, references);
    }

    @Override
    public Memory memory(MemoryLimits limits) {
        return new ByteArrayMemory(limits);
    }

    @Override
    public TableInstance table(Table declaration) {
        return new TableInstance(declaration, REF_NULL_VALUE);
    }
}
