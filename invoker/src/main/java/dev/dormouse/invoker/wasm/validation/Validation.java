package dev.dormouse.invoker.wasm.validation;

import dev.dormouse.invoker.wasm.ModuleRefused;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** One module on its way through: finds the sections, then reads each, then sums up. */
final class Validation {
    private final byte[] module;
    private final Refusals refusals;
    private final IndexSpaces spaces = new IndexSpaces();
    private final ModuleReader reader;
    private final DeclarationSections declarations;
    private final SegmentSections segments;
    private final CodeSection code;
    private int dataSegments;

    Validation(byte[] module, Refusals refusals) {
        this.module = module;
        this.refusals = refusals;
        this.reader = new ModuleReader(module, refusals);
        TypeReader types = new TypeReader(reader, refusals, spaces);
        ConstantChecker constants = new ConstantChecker(reader, refusals, spaces, types);
        this.declarations = new DeclarationSections(reader, refusals, spaces, types, constants);
        this.segments = new SegmentSections(reader, refusals, spaces, types, constants);
        this.code = new CodeSection(reader, refusals, spaces, types);
    }

    ValidatedModule run() throws ModuleRefused {
        SectionTable table = SectionTable.of(module, refusals);
        refusals.show(table.functionNames());
        for (Section section : Section.values()) {
            SectionTable.Span span = table.span(section);
            if (span != null) {
                read(section, span);
            }
        }
        requireBothHalves(table);
        return new ValidatedModule(table.keptBytes(), summary(table), table.functionNames());
    }

    private void read(Section section, SectionTable.Span span) throws ModuleRefused {
        refusals.enter(section);
        reader.enter(span.start(), span.end());
        switch (section) {
            case TYPE -> declarations.readTypes();
            case IMPORT -> declarations.readImports();
            case FUNCTION -> declarations.readFunctions();
            case TABLE -> declarations.readTables();
            case MEMORY -> declarations.readMemories();
            case TAG -> declarations.readTags();
            case GLOBAL -> declarations.readGlobals();
            case EXPORT -> declarations.readExports();
            case START -> declarations.readStart();
            case ELEMENT -> segments.readElementSegments();
            case DATA_COUNT -> segments.readDataCount();
            case CODE -> code.readBodies(declarations.imports().size());
            case DATA -> dataSegments = segments.readDataSegments();
        }
        if (!reader.atEnd()) {
            refusals.enter(section);
            throw refusals.malformed(reader.position(), reader.remaining() + " bytes follow its last entry");
        }
    }

    /** Functions and data segments are announced in one section and given in another. */
    private void requireBothHalves(SectionTable table) throws ModuleRefused {
        int declared = spaces.functions().size() - declarations.imports().size();
        if (declared > 0 && table.span(Section.CODE) == null) {
            refusals.enter(Section.FUNCTION);
            throw refusals.malformed(-1, declared + " functions are declared and there is no code section");
        }
        if (spaces.dataCount() >= 0 && spaces.dataCount() != dataSegments) {
            refusals.enter(Section.DATA_COUNT);
            throw refusals.malformed(
                    -1, spaces.dataCount() + " data segments are announced and " + dataSegments + " are there");
        }
    }

    private ModuleSummary summary(SectionTable table) {
        Map<Section, Integer> bytes = new EnumMap<>(Section.class);
        for (Section section : Section.values()) {
            SectionTable.Span span = table.span(section);
            if (span != null) {
                bytes.put(section, span.length());
            }
        }
        return new ModuleSummary(
                declarations.imports(),
                declarations.exports(),
                spaces.types().size(),
                spaces.functions().size() - declarations.imports().size(),
                spaces.tables(),
                Optional.ofNullable(spaces.memory()),
                spaces.globals(),
                spaces.tags().size(),
                declarations.startFunction(),
                spaces.elementSegments().size(),
                dataSegments,
                bytes,
                table.customBytes(),
                spaces.features());
    }
}
