package dev.dormouse.snapshot.format;

import dev.dormouse.snapshot.GlobalImage;
import dev.dormouse.snapshot.GranuleTable;
import dev.dormouse.snapshot.InstanceImage;
import dev.dormouse.snapshot.TableImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An image as the sections that lead to it from a previous one. A part that did not change has no section.
 *
 * <p>Granules, tables and variables that did not change are shared with the previous image, not copied.
 */
final class ImageSections {
    /** What a base differs from: nothing at all. */
    static final InstanceImage NOTHING =
            new InstanceImage(GranuleTable.empty(), List.of(), List.of(), new BitSet(), new BitSet(), Map.of());

    private static final int SAME_TABLE = 0;
    private static final int WHOLE_TABLE = 1;
    private static final int MAX_TABLES = 1 << 16;

    /** Where nothing is known to be hot. */
    static final BitSet NO_GRANULES = new BitSet();

    private ImageSections() {}

    static void write(SectionList out, InstanceImage previous, InstanceImage current, BitSet hot) {
        GranuleChanges.write(out, previous.memory(), current.memory(), hot);
        if (!current.globals().equals(previous.globals())) {
            out.compressed(SectionType.GLOBALS, globals(current.globals()));
        }
        if (!sameTables(previous.tables(), current.tables())) {
            out.compressed(SectionType.TABLES, tables(previous.tables(), current.tables()));
        }
        if (!current.droppedElements().equals(previous.droppedElements())
                || !current.droppedData().equals(previous.droppedData())) {
            out.compressed(SectionType.DROPPED, dropped(current));
        }
        if (!sameVariables(previous.variables(), current.variables())) {
            out.compressed(SectionType.VARIABLES, variables(current.variables()));
        }
    }

    static InstanceImage read(Sections sections, InstanceImage previous, DecodeLimits limits, GranuleInterner interner)
            throws CorruptObjectException {
        GranuleTable memory = GranuleRestore.read(sections, previous.memory(), limits.maxPages(), interner);
        var globals = sections.optional(SectionType.GLOBALS);
        var tables = sections.optional(SectionType.TABLES);
        var dropped = sections.optional(SectionType.DROPPED);
        var variables = sections.optional(SectionType.VARIABLES);
        BitSet elements = dropped.isPresent() ? bits(dropped.get()) : previous.droppedElements();
        BitSet data = dropped.isPresent() ? bits(dropped.get()) : previous.droppedData();
        if (dropped.isPresent()) {
            dropped.get().expectEnd();
        }
        return new InstanceImage(
                memory,
                globals.isPresent() ? readGlobals(globals.get()) : previous.globals(),
                tables.isPresent() ? readTables(tables.get(), previous.tables()) : previous.tables(),
                elements,
                data,
                variables.isPresent() ? readVariables(variables.get()) : previous.variables());
    }

    private static ByteWriter globals(List<GlobalImage> globals) {
        ByteWriter out = new ByteWriter(4 + globals.size() * Long.BYTES).varint(globals.size());
        globals.forEach(global -> out.u64(global.bits()));
        return out;
    }

    private static List<GlobalImage> readGlobals(ByteReader in) throws CorruptObjectException {
        int count = in.count(Long.BYTES);
        List<GlobalImage> globals = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            globals.add(new GlobalImage(in.u64()));
        }
        in.expectEnd();
        return globals;
    }

    private static boolean sameTables(List<TableImage> previous, List<TableImage> current) {
        if (previous.size() != current.size()) {
            return false;
        }
        for (int i = 0; i < current.size(); i++) {
            if (!sameTable(previous.get(i), current.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameTable(TableImage previous, TableImage current) {
        return Arrays.equals(previous.shared(), current.shared());
    }

    private static ByteWriter tables(List<TableImage> previous, List<TableImage> current) {
        ByteWriter out = new ByteWriter(64).varint(current.size());
        for (int i = 0; i < current.size(); i++) {
            if (i < previous.size() && sameTable(previous.get(i), current.get(i))) {
                out.u8(SAME_TABLE);
            } else {
                int[] functions = current.get(i).shared();
                out.u8(WHOLE_TABLE).varint(functions.length);
                for (int function : functions) {
                    out.u32(function);
                }
            }
        }
        return out;
    }

    private static List<TableImage> readTables(ByteReader in, List<TableImage> previous) throws CorruptObjectException {
        int count = Math.min(in.count(1), MAX_TABLES);
        List<TableImage> tables = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int form = in.bounded(WHOLE_TABLE, "The form of a table");
            tables.add(form == WHOLE_TABLE ? readTable(in) : table(previous, i));
        }
        in.expectEnd();
        return tables;
    }

    private static TableImage table(List<TableImage> previous, int index) throws CorruptObjectException {
        if (index >= previous.size()) {
            throw new CorruptObjectException(
                    "Table " + index + " is to be as before, but there were only " + previous.size() + " tables.");
        }
        return previous.get(index);
    }

    private static TableImage readTable(ByteReader in) throws CorruptObjectException {
        int[] functions = new int[in.count(Integer.BYTES)];
        for (int i = 0; i < functions.length; i++) {
            functions[i] = in.u32();
        }
        return TableImage.own(functions);
    }

    private static ByteWriter dropped(InstanceImage image) {
        return new ByteWriter(32)
                .blob(image.droppedElements().toByteArray())
                .blob(image.droppedData().toByteArray());
    }

    private static BitSet bits(ByteReader in) throws CorruptObjectException {
        return BitSet.valueOf(in.blob());
    }

    private static boolean sameVariables(Map<String, byte[]> previous, Map<String, byte[]> current) {
        return previous.keySet().equals(current.keySet())
                && current.entrySet().stream()
                        .allMatch(entry -> Arrays.equals(entry.getValue(), previous.get(entry.getKey())));
    }

    private static ByteWriter variables(Map<String, byte[]> variables) {
        ByteWriter out = new ByteWriter(64).varint(variables.size());
        new TreeMap<>(variables).forEach((name, value) -> out.text(name).blob(value));
        return out;
    }

    private static Map<String, byte[]> readVariables(ByteReader in) throws CorruptObjectException {
        int count = in.count(2);
        Map<String, byte[]> variables = new HashMap<>();
        for (int i = 0; i < count; i++) {
            String name = in.text();
            if (variables.put(name, in.blob()) != null) {
                throw new CorruptObjectException("A variable stands there twice.");
            }
        }
        in.expectEnd();
        return variables;
    }
}
