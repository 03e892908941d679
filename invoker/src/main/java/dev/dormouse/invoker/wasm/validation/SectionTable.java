package dev.dormouse.invoker.wasm.validation;

import dev.dormouse.invoker.wasm.ModuleRefused;
import java.io.ByteArrayOutputStream;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the sections of a module lie: the first of two passes (specification 5.5.1 to 5.5.3 and 5.5.16).
 *
 * <p>After it each section is known to be of a known kind, within the module, in order and there at most once. Custom
 * sections may stand anywhere and say nothing about how the module runs; they are left out of what is kept.
 */
final class SectionTable {
    private static final int HEADER_BYTES = 8;
    private static final byte[] HEADER = {0, 'a', 's', 'm', 1, 0, 0, 0};
    private static final int CUSTOM = 0;

    /**
     * A section's content.
     *
     * @param start its first byte, behind the section's length
     * @param end behind its last byte
     */
    record Span(int start, int end) {
        int length() {
            return end - start;
        }
    }

    private final Map<Section, Span> spans = new EnumMap<>(Section.class);
    private final ByteArrayOutputStream kept;
    private FunctionNames functionNames = FunctionNames.NONE;
    private int customBytes;

    private SectionTable(int capacity) {
        this.kept = new ByteArrayOutputStream(capacity);
    }

    static SectionTable of(byte[] module, Refusals refusals) throws ModuleRefused {
        ModuleReader reader = new ModuleReader(module, refusals);
        readHeader(reader, module, refusals);
        SectionTable table = new SectionTable(module.length);
        table.kept.write(module, 0, HEADER_BYTES);
        @Nullable Section last = null;
        while (!reader.atEnd()) {
            int start = reader.position();
            int id = reader.readByte();
            int length = reader.readLength("section " + id);
            int content = reader.position();
            if (id == CUSTOM) {
                table.addCustom(reader, module, length);
            } else {
                last = known(id, last, start, refusals);
                table.spans.put(last, new Span(content, content + length));
                reader.skip(length);
                table.kept.write(module, start, reader.position() - start);
            }
        }
        return table;
    }

    private static void readHeader(ModuleReader reader, byte[] module, Refusals refusals) throws ModuleRefused {
        for (int i = 0; i < HEADER_BYTES; i++) {
            if (reader.readByte() != HEADER[i]) {
                String found = module.length >= HEADER_BYTES && isComponent(module)
                        ? "it is a component, and this runtime runs core modules of version 1"
                        : "it begins not as a WebAssembly module of version 1 does";
                throw refusals.malformed(i, found);
            }
        }
    }

    private static boolean isComponent(byte[] module) {
        return module[1] == 'a' && module[4] == 0x0D && module[6] == 1;
    }

    private static Section known(int id, @Nullable Section last, int offset, Refusals refusals) throws ModuleRefused {
        Section section = Section.of(id);
        if (section == null) {
            throw refusals.malformed(offset, "there is no kind of section with the number " + id);
        }
        if (last != null && section.compareTo(last) <= 0) {
            String relation = section == last ? "there twice" : "behind the " + last.title() + " section";
            throw refusals.malformed(offset, "the " + section.title() + " section stands " + relation);
        }
        return section;
    }

    private void addCustom(ModuleReader reader, byte[] module, int length) throws ModuleRefused {
        int outer = reader.narrow(length);
        String name = reader.readName();
        if (name.equals("name")) {
            functionNames = FunctionNames.in(module, reader.position(), reader.position() + reader.remaining());
        }
        reader.skip(reader.remaining());
        reader.widen(outer);
        customBytes += length;
    }

    @Nullable
    Span span(Section section) {
        return spans.get(section);
    }

    /** The module without custom sections. */
    byte[] keptBytes() {
        return kept.toByteArray();
    }

    FunctionNames functionNames() {
        return functionNames;
    }

    int customBytes() {
        return customBytes;
    }
}
