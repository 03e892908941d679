package dev.dormouse.invoker.wasm;

import dev.dormouse.invoker.wasm.ModuleRefused.Reason;
import java.io.ByteArrayInputStream;
import java.util.List;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.ActiveDataSegment;
import run.endive.wasm.types.DataSection;
import run.endive.wasm.types.DataSegment;
import run.endive.wasm.types.Element;
import run.endive.wasm.types.ElementSection;
import run.endive.wasm.types.PassiveDataSegment;
import run.endive.wasm.types.PassiveElement;

/**
 * The two forms in which a module is instantiated.
 *
 * <p>Both are without exports, which the engine would copy for each instance and which {@link CompiledModule} looks up
 * by itself.
 *
 * @param fresh as written: instantiating it applies the active segments
 * @param resumed for instances that begin from an image: active segments are empty, as WebAssembly drops them after
 *     they were applied; if no code refers to segments, there are none
 */
record ModuleVariants(WasmModule fresh, WasmModule resumed) {
    static ModuleVariants of(Skeleton skeleton) throws ModuleRefused {
        try {
            WasmModule parsed = Parser.builder()
                    .withValidation(false)
                    .build()
                    .parse(() -> new ByteArrayInputStream(skeleton.module()));
            WasmModule.Builder resumed = without(parsed)
                    .setDataSection(skeleton.usesDataSegments() ? dropActive(parsed.dataSection()) : noData())
                    .setElementSection(
                            skeleton.usesElementSegments()
                                    ? dropActive(parsed.elementSection())
                                    : ElementSection.builder().build());
            return new ModuleVariants(
                    without(parsed)
                            .setDataSection(parsed.dataSection())
                            .setElementSection(parsed.elementSection())
                            .build(),
                    resumed.build());
        } catch (RuntimeException e) {
            ModuleRefused refused = new ModuleRefused(
                    Reason.UNSUPPORTED, -1, "The module's skeleton cannot be read: " + e.getMessage() + ".");
            refused.initCause(e);
            throw refused;
        }
    }

    private static DataSection noData() {
        return DataSection.builder().build();
    }

    /** All but exports and segments. The code is not validated: it was before it was compiled. */
    private static WasmModule.Builder without(WasmModule module) {
        return WasmModule.builder()
                .withValidation(false)
                .setTypeSection(module.typeSection())
                .setImportSection(module.importSection())
                .setFunctionSection(module.functionSection())
                .setTableSection(module.tableSection())
                .setMemorySection(module.memorySection().orElse(null))
                .setGlobalSection(module.globalSection())
                .setCodeSection(module.codeSection())
                .setTagSection(module.tagSection().orElse(null));
    }

    private static DataSection dropActive(DataSection section) {
        DataSection.Builder dropped = DataSection.builder();
        for (DataSegment segment : section.dataSegments()) {
            dropped.addDataSegment(segment instanceof ActiveDataSegment ? PassiveDataSegment.EMPTY : segment);
        }
        return dropped.build();
    }

    private static ElementSection dropActive(ElementSection section) {
        ElementSection.Builder dropped = ElementSection.builder();
        for (Element element : section.elements()) {
            dropped.addElement(
                    element instanceof PassiveElement ? element : new PassiveElement(element.type(), List.of()));
        }
        return dropped.build();
    }
}
