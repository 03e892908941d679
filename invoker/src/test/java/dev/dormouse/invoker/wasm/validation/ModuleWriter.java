package dev.dormouse.invoker.wasm.validation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Writes modules entry by entry, in the binary format. It checks nothing: hostile modules are its purpose.
 *
 * <p>Sections come out in the right order whatever the order of the calls.
 */
public final class ModuleWriter {
    /** Code of the type i32. */
    public static final int I32 = 0x7F;

    /** Code of the type i64. */
    public static final int I64 = 0x7E;

    /** Code of the type f32. */
    public static final int F32 = 0x7D;

    /** Code of the type f64. */
    public static final int F64 = 0x7C;

    /** Code of the type funcref. */
    public static final int FUNCREF = 0x70;

    /** Code of the type externref. */
    public static final int EXTERNREF = 0x6F;

    private static final byte[] HEADER = {0, 'a', 's', 'm', 1, 0, 0, 0};

    private final Map<Section, List<byte[]>> entries = new EnumMap<>(Section.class);
    private final Map<Section, byte[]> whole = new EnumMap<>(Section.class);
    private final WasmBytes custom = new WasmBytes();

    /** An entry of a section that is a vector. */
    public ModuleWriter entry(Section section, byte[] content) {
        entries.computeIfAbsent(section, key -> new ArrayList<>()).add(content);
        return this;
    }

    /** A section with exactly this content. */
    public ModuleWriter section(Section section, byte[] content) {
        whole.put(section, content);
        return this;
    }

    /** A custom section; they stand at the end. */
    public ModuleWriter custom(String name, byte[] content) {
        byte[] body = new WasmBytes().name(name).raw(content).toBytes();
        custom.raw(0).unsigned(body.length).raw(body);
        return this;
    }

    /** A function type. */
    public ModuleWriter type(int[] parameters, int[] results) {
        return entry(
                Section.TYPE,
                new WasmBytes()
                        .raw(0x60)
                        .unsigned(parameters.length)
                        .raw(parameters)
                        .unsigned(results.length)
                        .raw(results)
                        .toBytes());
    }

    /** The type that takes and leaves nothing. */
    public ModuleWriter emptyType() {
        return type(new int[0], new int[0]);
    }

    /** An imported function. */
    public ModuleWriter importFunction(String module, String name, int type) {
        return entry(
                Section.IMPORT,
                new WasmBytes().name(module).name(name).raw(0).unsigned(type).toBytes());
    }

    /** A function without locals of its own. */
    public ModuleWriter function(int type, byte[] instructions) {
        return function(type, new byte[] {0}, instructions);
    }

    /** A function with its locals as they are encoded, and its instructions including the last end. */
    public ModuleWriter function(int type, byte[] locals, byte[] instructions) {
        entry(Section.FUNCTION, new WasmBytes().unsigned(type).toBytes());
        return entry(
                Section.CODE,
                new WasmBytes()
                        .unsigned(locals.length + instructions.length)
                        .raw(locals)
                        .raw(instructions)
                        .toBytes());
    }

    /** A table of functions without a maximum. */
    public ModuleWriter table(long minimum) {
        return entry(
                Section.TABLE, new WasmBytes().raw(FUNCREF, 0).unsigned(minimum).toBytes());
    }

    /** A memory without a maximum. */
    public ModuleWriter memory(long pages) {
        return entry(Section.MEMORY, new WasmBytes().raw(0).unsigned(pages).toBytes());
    }

    /** A global. */
    public ModuleWriter global(int type, boolean mutable, byte[] value) {
        return entry(
                Section.GLOBAL,
                new WasmBytes().raw(type, mutable ? 1 : 0).raw(value).toBytes());
    }

    /** An exported function. */
    public ModuleWriter exportFunction(String name, int index) {
        return export(name, 0, index);
    }

    /** An export of any kind. */
    public ModuleWriter export(String name, int kind, int index) {
        return entry(
                Section.EXPORT,
                new WasmBytes().name(name).raw(kind).unsigned(index).toBytes());
    }

    /** The start function. */
    public ModuleWriter start(int function) {
        return section(Section.START, new WasmBytes().unsigned(function).toBytes());
    }

    /** The module. */
    public byte[] toBytes() {
        WasmBytes module = new WasmBytes().raw(HEADER);
        for (Section section : Section.values()) {
            byte[] content = content(section);
            if (content.length > 0) {
                module.raw(id(section)).unsigned(content.length).raw(content);
            }
        }
        return module.raw(custom.toBytes()).toBytes();
    }

    private byte[] content(Section section) {
        byte[] given = whole.get(section);
        if (given != null) {
            return given;
        }
        List<byte[]> list = entries.get(section);
        if (list == null) {
            return new byte[0];
        }
        WasmBytes content = new WasmBytes().unsigned(list.size());
        list.forEach(content::raw);
        return content.toBytes();
    }

    /** The number of a kind of section, from the specification and not from the code under test. */
    private static int id(Section section) {
        return switch (section) {
            case TYPE -> 1;
            case IMPORT -> 2;
            case FUNCTION -> 3;
            case TABLE -> 4;
            case MEMORY -> 5;
            case GLOBAL -> 6;
            case EXPORT -> 7;
            case START -> 8;
            case ELEMENT -> 9;
            case CODE -> 10;
            case DATA -> 11;
            case DATA_COUNT -> 12;
            case TAG -> 13;
        };
    }
}
