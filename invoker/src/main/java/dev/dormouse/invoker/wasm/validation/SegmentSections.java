package dev.dormouse.invoker.wasm.validation;

import dev.dormouse.invoker.wasm.ModuleRefused;

/** Reads the sections that fill tables and memory (specification 5.5.12, 5.5.14 and 5.5.15). */
final class SegmentSections {
    /** Not active: passive, or declared only if {@link #EXPLICIT} is set too. */
    private static final int PASSIVE = 1;

    private static final int EXPLICIT = 2;
    private static final int EXPRESSIONS = 4;
    private static final int FUNCTION_KIND = 0;
    private static final int ACTIVE_DATA = 0;
    private static final int PASSIVE_DATA = 1;
    private static final int ACTIVE_DATA_WITH_MEMORY = 2;

    private final ModuleReader reader;
    private final Refusals refusals;
    private final IndexSpaces spaces;
    private final TypeReader types;
    private final ConstantChecker constants;
    private long elements;

    SegmentSections(
            ModuleReader reader, Refusals refusals, IndexSpaces spaces, TypeReader types, ConstantChecker constants) {
        this.reader = reader;
        this.refusals = refusals;
        this.spaces = spaces;
        this.types = types;
        this.constants = constants;
    }

    void readElementSegments() throws ModuleRefused {
        int count = reader.readCount(Limit.ELEMENT_SEGMENTS, 3);
        for (int i = 0; i < count; i++) {
            refusals.enter("element segment", i);
            readElementSegment();
        }
    }

    private void readElementSegment() throws ModuleRefused {
        int start = reader.position();
        long flags = reader.readUnsigned();
        if (flags > (PASSIVE | EXPLICIT | EXPRESSIONS)) {
            throw refusals.malformed(start, "an element segment has no flags " + flags);
        }
        boolean active = (flags & PASSIVE) == 0;
        ValueType table = active ? readTarget((flags & EXPLICIT) != 0) : ValueType.FUNCREF;
        if (!active) {
            spaces.addFeature(Feature.BULK_MEMORY);
        }
        boolean typed = (flags & (PASSIVE | EXPLICIT)) != 0;
        boolean expressions = (flags & EXPRESSIONS) != 0;
        ValueType type = typed ? readSegmentType(expressions) : ValueType.FUNCREF;
        if (active && type != table) {
            throw refusals.invalid(start, "a table of " + table + " cannot be filled with " + type);
        }
        readEntries(expressions, type);
        spaces.addElementSegment(type);
    }

    /** The table of an active segment and the place in it. Returns the type of its entries. */
    private ValueType readTarget(boolean explicit) throws ModuleRefused {
        int start = reader.position();
        if (!explicit && spaces.tables().isEmpty()) {
            throw refusals.invalid(start, "table 0 does not exist; the module has no table");
        }
        TableType table = explicit ? spaces.table(reader) : spaces.tables().getFirst();
        constants.check(ValueType.I32);
        return table.element();
    }

    private ValueType readSegmentType(boolean expressions) throws ModuleRefused {
        if (expressions) {
            return types.readReferenceType();
        }
        int start = reader.position();
        int kind = reader.readByte();
        if (kind != FUNCTION_KIND) {
            throw refusals.malformed(start, "there is no kind of element with the number " + kind);
        }
        return ValueType.FUNCREF;
    }

    private void readEntries(boolean expressions, ValueType type) throws ModuleRefused {
        int start = reader.position();
        int count = reader.readCount(Limit.ELEMENTS, expressions ? 2 : 1);
        elements += count;
        refusals.check(Limit.ELEMENTS, elements, start);
        for (int i = 0; i < count; i++) {
            if (expressions) {
                constants.check(type);
            } else {
                spaces.addReference(spaces.functionIndex(reader));
            }
        }
    }

    void readDataCount() throws ModuleRefused {
        int start = reader.position();
        long count = reader.readUnsigned();
        refusals.check(Limit.DATA_SEGMENTS, count, start);
        spaces.setDataCount((int) count);
    }

    /** Reads the data section and returns how many segments it has. */
    int readDataSegments() throws ModuleRefused {
        int count = reader.readCount(Limit.DATA_SEGMENTS, 2);
        for (int i = 0; i < count; i++) {
            refusals.enter("data segment", i);
            readDataSegment();
        }
        return count;
    }

    private void readDataSegment() throws ModuleRefused {
        int start = reader.position();
        long mode = reader.readUnsigned();
        if (mode > ACTIVE_DATA_WITH_MEMORY) {
            throw refusals.malformed(start, "a data segment has no mode " + mode);
        }
        if (mode == ACTIVE_DATA_WITH_MEMORY) {
            spaces.memory(reader, refusals);
        }
        if (mode == ACTIVE_DATA) {
            spaces.requireMemory(start, refusals);
        }
        if (mode == PASSIVE_DATA) {
            spaces.addFeature(Feature.BULK_MEMORY);
        } else {
            constants.check(ValueType.I32);
        }
        reader.skip(reader.readLength("a data segment"));
    }
}
