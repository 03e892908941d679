package dev.dormouse.invoker.wasm;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Set;
import run.endive.wasm.Encoding;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmWriter;
import run.endive.wasm.types.ExternalType;
import run.endive.wasm.types.ImportSection;
import run.endive.wasm.types.RawSection;
import run.endive.wasm.types.SectionId;

/**
 * A module without what its classes stand for.
 *
 * <p>Once a module is compiled, the engine needs its types, imports, globals, tables and segments, not its code: each
 * function body becomes {@code unreachable}, except for those that are left to the interpreter. A module of five
 * megabytes that takes more than a second to parse takes milliseconds as its skeleton. The start function is taken
 * out too, because when it runs is decided by the host; and custom sections, because nobody reads them.
 *
 * <p>A module without a memory gets one of no pages, which may not grow: the meter is in the memory.
 */
final class SkeletonWriter {
    private static final byte[] UNREACHABLE = {3, 0, 0, 0x0b};
    private static final byte[] NO_PAGES = {1, 1, 0, 0};

    private final WasmWriter out = new WasmWriter();
    private final int importedFunctions;
    private final Set<Integer> kept;
    private boolean memorySeen;

    private SkeletonWriter(int importedFunctions, Set<Integer> kept, boolean memoryImported) {
        this.importedFunctions = importedFunctions;
        this.kept = kept;
        this.memorySeen = memoryImported;
    }

    /**
     * @param module a valid module
     * @param imports what it imports
     * @param kept indices of the functions whose bodies are kept
     */
    static byte[] write(byte[] module, ImportSection imports, Set<Integer> kept) {
        int importedFunctions = imports.count(ExternalType.FUNCTION);
        boolean memoryImported = imports.count(ExternalType.MEMORY) > 0;
        SkeletonWriter writer = new SkeletonWriter(importedFunctions, kept, memoryImported);
        Parser.parseWithoutDecoding(module, section -> writer.add((RawSection) section));
        writer.addMemoryIfMissing();
        return writer.out.bytes();
    }

    private void add(RawSection section) {
        switch (section.sectionId()) {
            case SectionId.CUSTOM, SectionId.START -> {}
            case SectionId.TYPE, SectionId.IMPORT, SectionId.FUNCTION, SectionId.TABLE -> out.writeSection(section);
            case SectionId.MEMORY -> {
                memorySeen = true;
                out.writeSection(section);
            }
            case SectionId.CODE -> {
                addMemoryIfMissing();
                out.writeSection(SectionId.CODE, stub(section.contents()));
            }
            default -> {
                addMemoryIfMissing();
                out.writeSection(section);
            }
        }
    }

    private void addMemoryIfMissing() {
        if (!memorySeen) {
            memorySeen = true;
            out.writeSection(SectionId.MEMORY, NO_PAGES);
        }
    }

    private byte[] stub(byte[] code) {
        ByteBuffer bodies = ByteBuffer.wrap(code);
        ByteArrayOutputStream stubs = new ByteArrayOutputStream();
        int count = (int) Encoding.readVarUInt32(bodies);
        WasmWriter.writeVarUInt32(stubs, count);
        for (int i = 0; i < count; i++) {
            int start = bodies.position();
            int length = (int) Encoding.readVarUInt32(bodies);
            int end = bodies.position() + length;
            if (kept.contains(importedFunctions + i)) {
                stubs.write(code, start, end - start);
            } else {
                stubs.writeBytes(UNREACHABLE);
            }
            bodies.position(end);
        }
        return stubs.toByteArray();
    }
}
