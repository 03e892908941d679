package dev.dormouse.invoker.wasm.validation;

import dev.dormouse.invoker.wasm.ModuleRefused;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads types (specification 5.3). */
final class TypeReader {
    private static final int EMPTY_BLOCK = 0x40;
    private static final int FUNCTION_FORM = 0x60;
    private static final int HAS_MAXIMUM = 1;
    private static final int SHARED = 2;
    private static final int WIDE = 4;
    private static final int PAGE_SIZE = 8;
    private static final long MAX_PAGES = 1 << 16;

    private final ModuleReader reader;
    private final Refusals refusals;
    private final IndexSpaces spaces;
    private final Map<ValueType, FunctionType> singleResults = new EnumMap<>(ValueType.class);

    TypeReader(ModuleReader reader, Refusals refusals, IndexSpaces spaces) {
        this.reader = reader;
        this.refusals = refusals;
        this.spaces = spaces;
        for (ValueType type : ValueType.values()) {
            singleResults.put(type, new FunctionType(List.of(), List.of(type)));
        }
    }

    FunctionType readFunctionType() throws ModuleRefused {
        int start = reader.position();
        int form = reader.readByte();
        if (form != FUNCTION_FORM) {
            throw otherForm(start, form);
        }
        List<ValueType> parameters = readValueTypes(Limit.PARAMETERS);
        List<ValueType> results = readValueTypes(Limit.RESULTS);
        if (results.size() > 1) {
            spaces.addFeature(Feature.MULTI_VALUE);
        }
        return new FunctionType(parameters, results);
    }

    private ModuleRefused otherForm(int offset, int form) {
        return switch (form) {
            case 0x5F, 0x5E, 0x50, 0x4F, 0x4E ->
                refusals.unsupported(offset, Feature.GARBAGE_COLLECTION, "a type that is not of a function");
            case 0x5D -> refusals.unsupported(offset, Feature.STACK_SWITCHING, "a continuation type");
            default -> refusals.malformed(offset, "no type begins with the byte " + hex(form));
        };
    }

    private static String hex(int code) {
        return HexFormat.of().toHexDigits((byte) code);
    }

    List<ValueType> readValueTypes(Limit limit) throws ModuleRefused {
        int count = reader.readCount(limit, 1);
        List<ValueType> types = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            types.add(readValueType());
        }
        return types;
    }

    ValueType readValueType() throws ModuleRefused {
        ValueType type = readAnyType();
        if (type.isReference()) {
            spaces.addFeature(Feature.REFERENCE_TYPES);
        }
        return type;
    }

    /** A type of references: the only one of the first version was funcref. */
    ValueType readReferenceType() throws ModuleRefused {
        int start = reader.position();
        ValueType type = readAnyType();
        if (!type.isReference()) {
            throw refusals.malformed(start, "a reference type is expected and " + type + " is found");
        }
        if (type != ValueType.FUNCREF) {
            spaces.addFeature(Feature.REFERENCE_TYPES);
        }
        return type;
    }

    private ValueType readAnyType() throws ModuleRefused {
        int start = reader.position();
        int code = reader.readByte();
        ValueType type = ValueType.of(code);
        if (type == null) {
            throw otherType(start, code);
        }
        return type;
    }

    private ModuleRefused otherType(int offset, int code) {
        return switch (code) {
            case 0x7B -> refusals.unsupported(offset, Feature.SIMD, "the type v128");
            case 0x74, 0x69 -> refusals.unsupported(offset, Feature.EXCEPTION_REFERENCES, "the type exnref");
            case 0x64, 0x63 -> refusals.unsupported(offset, Feature.TYPED_REFERENCES, "a type with (ref ...)");
            case 0x73, 0x72, 0x71, 0x6E, 0x6D, 0x6C, 0x6B, 0x6A ->
                refusals.unsupported(offset, Feature.GARBAGE_COLLECTION, "the type with the code " + hex(code));
            case 0x75, 0x68 -> refusals.unsupported(offset, Feature.STACK_SWITCHING, "the type contref");
            default -> refusals.malformed(offset, "no value type has the code " + hex(code));
        };
    }

    /** The type of a block: none, one result, or a function type by its index. */
    FunctionType readBlockType() throws ModuleRefused {
        int start = reader.position();
        int code = reader.readByte();
        if (code == EMPTY_BLOCK) {
            return FunctionType.EMPTY;
        }
        reader.rewind(start);
        if (code >= EMPTY_BLOCK && code < 0x80) {
            return Objects.requireNonNull(singleResults.get(readValueType()));
        }
        long index = reader.readSigned(33);
        if (index < 0 || index >= spaces.types().size()) {
            throw refusals.invalid(
                    start,
                    "type " + index + " does not exist; there are "
                            + spaces.types().size());
        }
        spaces.addFeature(Feature.MULTI_VALUE);
        return spaces.type((int) index);
    }

    TableType readTableType() throws ModuleRefused {
        int start = reader.position();
        if (reader.remaining() > 0 && reader.peekByte() == EMPTY_BLOCK) {
            throw refusals.unsupported(start, Feature.TYPED_REFERENCES, "a table with an initial value");
        }
        ValueType element = readReferenceType();
        int flags = readLimitFlags("table");
        long minimum = reader.readUnsigned();
        OptionalLong maximum = readMaximum(flags, minimum, start);
        return new TableType(element, minimum, maximum);
    }

    MemoryType readMemoryType() throws ModuleRefused {
        int start = reader.position();
        int flags = readLimitFlags("memory");
        long minimum = reader.readUnsigned();
        OptionalLong maximum = readMaximum(flags, minimum, start);
        if (Math.max(minimum, maximum.orElse(0)) > MAX_PAGES) {
            throw refusals.invalid(
                    start,
                    "a memory has at most " + MAX_PAGES + " pages, found " + minimum + " to "
                            + maximum.orElse(minimum));
        }
        refusals.check(Limit.MEMORY_PAGES, minimum, start);
        return new MemoryType(minimum, maximum);
    }

    private int readLimitFlags(String what) throws ModuleRefused {
        int start = reader.position();
        int flags = reader.readByte();
        Feature extension = limitExtension(flags);
        if (extension != null) {
            throw refusals.unsupported(start, extension, "a " + what + " with the flags " + flags);
        }
        if (flags > HAS_MAXIMUM) {
            throw refusals.malformed(start, "limits have no flags " + flags);
        }
        return flags;
    }

    private static @Nullable Feature limitExtension(int flags) {
        if (flags > (PAGE_SIZE | WIDE | SHARED | HAS_MAXIMUM)) {
            return null;
        }
        if ((flags & PAGE_SIZE) != 0) {
            return Feature.CUSTOM_PAGE_SIZES;
        }
        if ((flags & WIDE) != 0) {
            return Feature.MEMORY64;
        }
        return (flags & SHARED) != 0 ? Feature.THREADS : null;
    }

    private OptionalLong readMaximum(int flags, long minimum, int start) throws ModuleRefused {
        if (flags != HAS_MAXIMUM) {
            return OptionalLong.empty();
        }
        long maximum = reader.readUnsigned();
        if (maximum < minimum) {
            throw refusals.invalid(start, "the minimum " + minimum + " is more than the maximum " + maximum);
        }
        return OptionalLong.of(maximum);
    }

    GlobalType readGlobalType() throws ModuleRefused {
        ValueType value = readValueType();
        int start = reader.position();
        int mutability = reader.readByte();
        if (mutability > 1) {
            throw refusals.malformed(start, "a global is constant (0) or mutable (1), found " + mutability);
        }
        return new GlobalType(value, mutability == 1);
    }
}
