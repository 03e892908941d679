package dev.dormouse.invoker.wasm;

import static run.endive.wasm.types.Value.REF_NULL_VALUE;

import java.io.ByteArrayInputStream;
import java.lang.reflect.Constructor;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.CallResult;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;
import run.endive.runtime.Memory;
import run.endive.runtime.TableInstance;
import run.endive.wasm.Parser;
import run.endive.wasm.UninstantiableException;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.MemoryLimits;
import run.endive.wasm.types.Table;

/**
 * What the runtime makes of a module: rewritten classes from an artifact that was written and read, the skeleton,
 * copy-on-write memories and tables, and a budget in each call. Only its refusals are left out, because the suite has
 * modules share memories, tables and globals.
 */
final class DormouseSpecEngine implements SpecEngine {
    private static final int MAX_PAGES = 32_767;

    private final TableAllowance allowance = new TableAllowance(Integer.MAX_VALUE);

    @Override
    public Instance instantiate(byte[] module, ImportValues imports) throws ModuleRefused {
        ModuleArtifact artifact = ModuleArtifact.parse(
                Translator.compile(module, Translator.parse(module)).toBytes());
        Constructor<? extends Machine> machine = GuestClassLoader.load(artifact);
        CowMemory[] own = new CowMemory[1];
        Instance instance = Instance.builder(skeleton(artifact))
                .withImportValues(imports)
                .withMachineFactory(made -> GuestClassLoader.newMachine(machine, made))
                .withMemoryFactory(limits -> own[0] = (CowMemory) memory(limits))
                .withTableFactory((declaration, initial) ->
                        CowTable.fresh(declaration, initial, meter(own[0], imports), allowance, Guests.memory()))
                .withStart(false)
                .build();
        artifact.facts().startFunction().ifPresent(start -> {
            try {
                call(instance, start, new long[0], new Object[0]);
            } catch (RuntimeException e) {
                throw new UninstantiableException(e.getMessage(), e);
            }
        });
        return instance;
    }

    private static WasmModule skeleton(ModuleArtifact artifact) {
        return Parser.builder()
                .withValidation(false)
                .build()
                .parse(() -> new ByteArrayInputStream(artifact.skeleton().module()));
    }

    private static CowMemory meter(@Nullable CowMemory own, ImportValues imports) {
        return own == null ? (CowMemory) imports.memory(0).memory() : own;
    }

    @Override
    public CallResult call(Instance instance, int function, long[] numbers, @Nullable Object[] references) {
        CowMemory memory = (CowMemory) instance.memory();
        memory.open(Guests.plenty());
        try {
            return instance.getMachine().callWithRefs(function, numbers, references);
        } finally {
            memory.close();
        }
    }

    @Override
    public Memory memory(MemoryLimits limits) {
        return CowMemory.zeros(limits.initialPages(), Math.min(limits.maximumPages(), MAX_PAGES), Guests.memory());
    }

    @Override
    public TableInstance table(Table declaration) {
        return CowTable.fresh(
                declaration, REF_NULL_VALUE, CowMemory.zeros(0, 0, Guests.memory()), allowance, Guests.memory());
    }
}
