package dev.dormouse.invoker.wasm;

import dev.dormouse.invoker.wasm.ModuleRefused.Reason;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.ValType;

/** Refuses modules whose state could not be captured between two calls. */
final class Capturable {
    private Capturable() {}

    static void require(WasmModule module) throws ModuleRefused {
        requireOneMemory(module);
        for (int i = 0; i < module.globalSection().globalCount(); i++) {
            requireKind("global " + i, module.globalSection().getGlobal(i).valueType());
        }
        for (int i = 0; i < module.tableSection().tableCount(); i++) {
            requireKind("table " + i, module.tableSection().getTable(i).elementType());
        }
    }

    private static void requireOneMemory(WasmModule module) throws ModuleRefused {
        if (module.memorySection().isEmpty()) {
            return;
        }
        var memories = module.memorySection().get();
        if (memories.memoryCount() > 1) {
            throw unsupported("An instance has one memory; the module has " + memories.memoryCount()
                    + ". Build it without multi-memory.");
        }
        if (memories.memoryCount() == 1 && memories.getMemory(0).limits().shared()) {
            throw unsupported(
                    "An instance runs on one thread; the module's memory is shared. Build it without threads.");
        }
    }

    private static void requireKind(String subject, ValType type) throws ModuleRefused {
        switch (type.opcode()) {
            case ValType.ID.I32, ValType.ID.I64, ValType.ID.F32, ValType.ID.F64 -> {}
            default -> {
                if (!type.isReference() || type.isGcReference() || type.opcode() == ValType.ID.ExnRef) {
                    throw unsupported("Numbers and references to functions can be kept between calls; " + subject
                            + " holds " + TypeText.of(type) + ". Build the module without that proposal.");
                }
            }
        }
    }

    private static ModuleRefused unsupported(String message) {
        return new ModuleRefused(Reason.UNSUPPORTED, -1, message);
    }
}
