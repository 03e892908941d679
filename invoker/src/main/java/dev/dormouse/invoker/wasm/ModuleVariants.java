package dev.dormouse.invoker.wasm;

import dev.dormouse.invoker.wasm.ModuleRefused.Reason;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.function.UnaryOperator;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.ActiveDataSegment;
import run.endive.wasm.types.CodeSection;
import run.endive.wasm.types.DataSection;
import run.endive.wasm.types.DataSegment;
import run.endive.wasm.types.Element;
import run.endive.wasm.types.ElementSection;
import run.endive.wasm.types.FunctionBody;
import run.endive.wasm.types.FunctionSection;
import run.endive.wasm.types.GlobalSection;
import run.endive.wasm.types.ImportSection;
import run.endive.wasm.types.MemorySection;
import run.endive.wasm.types.PassiveDataSegment;
import run.endive.wasm.types.PassiveElement;
import run.endive.wasm.types.Section;
import run.endive.wasm.types.SectionId;
import run.endive.wasm.types.TableSection;
import run.endive.wasm.types.TagSection;
import run.endive.wasm.types.TypeSection;

/**
 * The two forms in which a module is instantiated. Each is read from the skeleton with the sections that it needs and no
 * others: segments and bodies are most of a skeleton, and a module that is loaded to be resumed needs few of them.
 *
 * <p>Both are without exports, which the engine would copy for each instance and which {@link CompiledModule} looks up
 * by itself. The code is not validated: it was before it was compiled.
 */
final class ModuleVariants {
    /** What the engine holds of a function that became a method of a class. */
    private static final FunctionBody COMPILED = new FunctionBody(List.of(), List.of());

    private final Skeleton skeleton;
    private final boolean interprets;

    /**
     * @param skeleton the module
     * @param interprets whether the engine interprets some of its functions
     */
    ModuleVariants(Skeleton skeleton, boolean interprets) {
        this.skeleton = skeleton;
        this.interprets = interprets;
    }

    /**
     * As written: instantiating it applies the active segments.
     *
     * @throws ModuleRefused if the skeleton cannot be read
     */
    WasmModule fresh() throws ModuleRefused {
        Parser.Builder sections = sections().includeSectionId(SectionId.DATA).includeSectionId(SectionId.ELEMENT);
        return read(sections, UnaryOperator.identity());
    }

    /**
     * For instances that begin from an image: active segments are empty, as WebAssembly drops them after they were
     * applied; if no code refers to segments, there are none.
     *
     * @throws ModuleRefused if the skeleton cannot be read
     */
    WasmModule resumed() throws ModuleRefused {
        Parser.Builder sections = sections();
        if (skeleton.usesDataSegments()) {
            sections.includeSectionId(SectionId.DATA);
        }
        if (skeleton.usesElementSegments()) {
            sections.includeSectionId(SectionId.ELEMENT);
        }
        return read(sections, ModuleVariants::dropActive);
    }

    /** What both forms need. */
    private Parser.Builder sections() {
        Parser.Builder sections = Parser.builder().withValidation(false);
        for (int section : new int[] {
            SectionId.TYPE,
            SectionId.IMPORT,
            SectionId.FUNCTION,
            SectionId.TABLE,
            SectionId.MEMORY,
            SectionId.TAG,
            SectionId.GLOBAL
        }) {
            sections.includeSectionId(section);
        }
        return interprets ? sections.includeSectionId(SectionId.CODE) : sections;
    }

    private WasmModule read(Parser.Builder sections, UnaryOperator<Section> change) throws ModuleRefused {
        WasmModule.Builder module = WasmModule.builder().withValidation(false);
        try {
            Parser parser = sections.build();
            parser.parse(new ByteArrayInputStream(skeleton.module()), section -> add(module, change.apply(section)));
            return module.build();
        } catch (RuntimeException e) {
            ModuleRefused refused = new ModuleRefused(
                    Reason.UNSUPPORTED, -1, "The module's skeleton cannot be read: " + e.getMessage() + ".");
            refused.initCause(e);
            throw refused;
        }
    }

    private void add(WasmModule.Builder module, Section section) {
        switch (section) {
            case TypeSection types -> module.setTypeSection(types);
            case ImportSection imports -> module.setImportSection(imports);
            case FunctionSection functions -> {
                module.setFunctionSection(functions);
                if (!interprets) {
                    module.setCodeSection(compiled(functions.functionCount()));
                }
            }
            case TableSection tables -> module.setTableSection(tables);
            case MemorySection memory -> module.setMemorySection(memory);
            case TagSection tags -> module.setTagSection(tags);
            case GlobalSection globals -> module.setGlobalSection(globals);
            case ElementSection elements -> module.setElementSection(elements);
            case CodeSection code -> module.setCodeSection(code);
            case DataSection data -> module.setDataSection(data);
            default -> throw new IllegalStateException("Section " + section.sectionId() + " was not asked for.");
        }
    }

    /** The engine wants as many bodies as there are functions; all of these are classes, and nobody looks at a body. */
    private static CodeSection compiled(int functions) {
        CodeSection.Builder code = CodeSection.builder();
        for (int i = 0; i < functions; i++) {
            code.addFunctionBody(COMPILED);
        }
        return code.build();
    }

    private static Section dropActive(Section section) {
        return switch (section) {
            case DataSection data -> dropActive(data);
            case ElementSection elements -> dropActive(elements);
            default -> section;
        };
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
