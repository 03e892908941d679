package dev.dormouse.invoker.wasm;

import org.jspecify.annotations.Nullable;
import run.endive.runtime.CallResult;
import run.endive.runtime.ImportValues;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.runtime.TableInstance;
import run.endive.wasm.types.MemoryLimits;
import run.endive.wasm.types.Table;

/** A way to run the modules of the WebAssembly test suite. */
interface SpecEngine {
    /** Instantiates a module and runs its start function. */
    Instance instantiate(byte[] module, ImportValues imports) throws ModuleRefused;

    /** Calls a function. */
    CallResult call(Instance instance, int function, long[] numbers, @Nullable Object[] references);

    /** A memory for the suite's own module of imports. */
    Memory memory(MemoryLimits limits);

    /** A table for the suite's own module of imports. */
    TableInstance table(Table declaration);
}
