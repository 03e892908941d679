package dev.dormouse.invoker.wasm.validation;

import org.jspecify.annotations.Nullable;

/** The types of values that this runtime runs (specification 5.3.1 to 5.3.5). */
public enum ValueType {
    I32(0x7F, "i32"),
    I64(0x7E, "i64"),
    F32(0x7D, "f32"),
    F64(0x7C, "f64"),
    FUNCREF(0x70, "funcref"),
    EXTERNREF(0x6F, "externref");

    private final int code;
    private final String text;

    ValueType(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /** Whether values of this type are references, not numbers. */
    public boolean isReference() {
        return this == FUNCREF || this == EXTERNREF;
    }

    /** The name in the text format. */
    @Override
    public String toString() {
        return text;
    }

    /** The type with this code in the binary format, null if this runtime has none. */
    static @Nullable ValueType of(int code) {
        return switch (code) {
            case 0x7F -> I32;
            case 0x7E -> I64;
            case 0x7D -> F32;
            case 0x7C -> F64;
            case 0x70 -> FUNCREF;
            case 0x6F -> EXTERNREF;
            default -> null;
        };
    }

    /** The code in the binary format. */
    int code() {
        return code;
    }
}
