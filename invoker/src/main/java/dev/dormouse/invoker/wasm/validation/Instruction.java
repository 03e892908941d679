package dev.dormouse.invoker.wasm.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The instructions that this runtime runs (specification 5.4), each with its code, its name in the text format and, where
 * it is always the same, its type. A code above 255 is a prefix byte and the number behind it.
 *
 * <p>A long file because it is a table: one line for each instruction.
 */
enum Instruction {
    UNREACHABLE(0x00, "unreachable", Form.UNREACHABLE),
    NOP(0x01, "nop", "->"),
    BLOCK(0x02, "block", Form.BLOCK),
    LOOP(0x03, "loop", Form.LOOP),
    IF(0x04, "if", Form.IF),
    ELSE(0x05, "else", Form.ELSE),
    THROW(0x08, "throw", Form.THROW, Feature.EXCEPTIONS),
    END(0x0B, "end", Form.END),
    BR(0x0C, "br", Form.BR),
    BR_IF(0x0D, "br_if", Form.BR_IF),
    BR_TABLE(0x0E, "br_table", Form.BR_TABLE),
    RETURN(0x0F, "return", Form.RETURN),
    CALL(0x10, "call", Form.CALL),
    CALL_INDIRECT(0x11, "call_indirect", Form.CALL_INDIRECT),
    RETURN_CALL(0x12, "return_call", Form.RETURN_CALL, Feature.TAIL_CALLS),
    RETURN_CALL_INDIRECT(0x13, "return_call_indirect", Form.RETURN_CALL_INDIRECT, Feature.TAIL_CALLS),
    DROP(0x1A, "drop", Form.DROP),
    SELECT(0x1B, "select", Form.SELECT),
    TYPED_SELECT(0x1C, "select", Form.TYPED_SELECT, Feature.REFERENCE_TYPES),
    TRY_TABLE(0x1F, "try_table", Form.TRY_TABLE, Feature.EXCEPTIONS),
    LOCAL_GET(0x20, "local.get", Form.LOCAL_GET),
    LOCAL_SET(0x21, "local.set", Form.LOCAL_SET),
    LOCAL_TEE(0x22, "local.tee", Form.LOCAL_TEE),
    GLOBAL_GET(0x23, "global.get", Form.GLOBAL_GET),
    GLOBAL_SET(0x24, "global.set", Form.GLOBAL_SET),
    TABLE_GET(0x25, "table.get", Form.TABLE_GET, Feature.REFERENCE_TYPES),
    TABLE_SET(0x26, "table.set", Form.TABLE_SET, Feature.REFERENCE_TYPES),
    I32_LOAD(0x28, "i32.load", "i32 -> i32", 2),
    I64_LOAD(0x29, "i64.load", "i32 -> i64", 3),
    F32_LOAD(0x2A, "f32.load", "i32 -> f32", 2),
    F64_LOAD(0x2B, "f64.load", "i32 -> f64", 3),
    I32_LOAD8_S(0x2C, "i32.load8_s", "i32 -> i32", 0),
    I32_LOAD8_U(0x2D, "i32.load8_u", "i32 -> i32", 0),
    I32_LOAD16_S(0x2E, "i32.load16_s", "i32 -> i32", 1),
    I32_LOAD16_U(0x2F, "i32.load16_u", "i32 -> i32", 1),
    I64_LOAD8_S(0x30, "i64.load8_s", "i32 -> i64", 0),
    I64_LOAD8_U(0x31, "i64.load8_u", "i32 -> i64", 0),
    I64_LOAD16_S(0x32, "i64.load16_s", "i32 -> i64", 1),
    I64_LOAD16_U(0x33, "i64.load16_u", "i32 -> i64", 1),
    I64_LOAD32_S(0x34, "i64.load32_s", "i32 -> i64", 2),
    I64_LOAD32_U(0x35, "i64.load32_u", "i32 -> i64", 2),
    I32_STORE(0x36, "i32.store", "i32 i32 ->", 2),
    I64_STORE(0x37, "i64.store", "i32 i64 ->", 3),
    F32_STORE(0x38, "f32.store", "i32 f32 ->", 2),
    F64_STORE(0x39, "f64.store", "i32 f64 ->", 3),
    I32_STORE8(0x3A, "i32.store8", "i32 i32 ->", 0),
    I32_STORE16(0x3B, "i32.store16", "i32 i32 ->", 1),
    I64_STORE8(0x3C, "i64.store8", "i32 i64 ->", 0),
    I64_STORE16(0x3D, "i64.store16", "i32 i64 ->", 1),
    I64_STORE32(0x3E, "i64.store32", "i32 i64 ->", 2),
    MEMORY_SIZE(0x3F, "memory.size", "-> i32", Form.MEMORY),
    MEMORY_GROW(0x40, "memory.grow", "i32 -> i32", Form.MEMORY),
    I32_CONST(0x41, "i32.const", Form.I32_CONST),
    I64_CONST(0x42, "i64.const", Form.I64_CONST),
    F32_CONST(0x43, "f32.const", Form.F32_CONST),
    F64_CONST(0x44, "f64.const", Form.F64_CONST),
    I32_EQZ(0x45, "i32.eqz", "i32 -> i32"),
    I32_EQ(0x46, "i32.eq", "i32 i32 -> i32"),
    I32_NE(0x47, "i32.ne", "i32 i32 -> i32"),
    I32_LT_S(0x48, "i32.lt_s", "i32 i32 -> i32"),
    I32_LT_U(0x49, "i32.lt_u", "i32 i32 -> i32"),
    I32_GT_S(0x4A, "i32.gt_s", "i32 i32 -> i32"),
    I32_GT_U(0x4B, "i32.gt_u", "i32 i32 -> i32"),
    I32_LE_S(0x4C, "i32.le_s", "i32 i32 -> i32"),
    I32_LE_U(0x4D, "i32.le_u", "i32 i32 -> i32"),
    I32_GE_S(0x4E, "i32.ge_s", "i32 i32 -> i32"),
    I32_GE_U(0x4F, "i32.ge_u", "i32 i32 -> i32"),
    I64_EQZ(0x50, "i64.eqz", "i64 -> i32"),
    I64_EQ(0x51, "i64.eq", "i64 i64 -> i32"),
    I64_NE(0x52, "i64.ne", "i64 i64 -> i32"),
    I64_LT_S(0x53, "i64.lt_s", "i64 i64 -> i32"),
    I64_LT_U(0x54, "i64.lt_u", "i64 i64 -> i32"),
    I64_GT_S(0x55, "i64.gt_s", "i64 i64 -> i32"),
    I64_GT_U(0x56, "i64.gt_u", "i64 i64 -> i32"),
    I64_LE_S(0x57, "i64.le_s", "i64 i64 -> i32"),
    I64_LE_U(0x58, "i64.le_u", "i64 i64 -> i32"),
    I64_GE_S(0x59, "i64.ge_s", "i64 i64 -> i32"),
    I64_GE_U(0x5A, "i64.ge_u", "i64 i64 -> i32"),
    F32_EQ(0x5B, "f32.eq", "f32 f32 -> i32"),
    F32_NE(0x5C, "f32.ne", "f32 f32 -> i32"),
    F32_LT(0x5D, "f32.lt", "f32 f32 -> i32"),
    F32_GT(0x5E, "f32.gt", "f32 f32 -> i32"),
    F32_LE(0x5F, "f32.le", "f32 f32 -> i32"),
    F32_GE(0x60, "f32.ge", "f32 f32 -> i32"),
    F64_EQ(0x61, "f64.eq", "f64 f64 -> i32"),
    F64_NE(0x62, "f64.ne", "f64 f64 -> i32"),
    F64_LT(0x63, "f64.lt", "f64 f64 -> i32"),
    F64_GT(0x64, "f64.gt", "f64 f64 -> i32"),
    F64_LE(0x65, "f64.le", "f64 f64 -> i32"),
    F64_GE(0x66, "f64.ge", "f64 f64 -> i32"),
    I32_CLZ(0x67, "i32.clz", "i32 -> i32"),
    I32_CTZ(0x68, "i32.ctz", "i32 -> i32"),
    I32_POPCNT(0x69, "i32.popcnt", "i32 -> i32"),
    I32_ADD(0x6A, "i32.add", "i32 i32 -> i32"),
    I32_SUB(0x6B, "i32.sub", "i32 i32 -> i32"),
    I32_MUL(0x6C, "i32.mul", "i32 i32 -> i32"),
    I32_DIV_S(0x6D, "i32.div_s", "i32 i32 -> i32"),
    I32_DIV_U(0x6E, "i32.div_u", "i32 i32 -> i32"),
    I32_REM_S(0x6F, "i32.rem_s", "i32 i32 -> i32"),
    I32_REM_U(0x70, "i32.rem_u", "i32 i32 -> i32"),
    I32_AND(0x71, "i32.and", "i32 i32 -> i32"),
    I32_OR(0x72, "i32.or", "i32 i32 -> i32"),
    I32_XOR(0x73, "i32.xor", "i32 i32 -> i32"),
    I32_SHL(0x74, "i32.shl", "i32 i32 -> i32"),
    I32_SHR_S(0x75, "i32.shr_s", "i32 i32 -> i32"),
    I32_SHR_U(0x76, "i32.shr_u", "i32 i32 -> i32"),
    I32_ROTL(0x77, "i32.rotl", "i32 i32 -> i32"),
    I32_ROTR(0x78, "i32.rotr", "i32 i32 -> i32"),
    I64_CLZ(0x79, "i64.clz", "i64 -> i64"),
    I64_CTZ(0x7A, "i64.ctz", "i64 -> i64"),
    I64_POPCNT(0x7B, "i64.popcnt", "i64 -> i64"),
    I64_ADD(0x7C, "i64.add", "i64 i64 -> i64"),
    I64_SUB(0x7D, "i64.sub", "i64 i64 -> i64"),
    I64_MUL(0x7E, "i64.mul", "i64 i64 -> i64"),
    I64_DIV_S(0x7F, "i64.div_s", "i64 i64 -> i64"),
    I64_DIV_U(0x80, "i64.div_u", "i64 i64 -> i64"),
    I64_REM_S(0x81, "i64.rem_s", "i64 i64 -> i64"),
    I64_REM_U(0x82, "i64.rem_u", "i64 i64 -> i64"),
    I64_AND(0x83, "i64.and", "i64 i64 -> i64"),
    I64_OR(0x84, "i64.or", "i64 i64 -> i64"),
    I64_XOR(0x85, "i64.xor", "i64 i64 -> i64"),
    I64_SHL(0x86, "i64.shl", "i64 i64 -> i64"),
    I64_SHR_S(0x87, "i64.shr_s", "i64 i64 -> i64"),
    I64_SHR_U(0x88, "i64.shr_u", "i64 i64 -> i64"),
    I64_ROTL(0x89, "i64.rotl", "i64 i64 -> i64"),
    I64_ROTR(0x8A, "i64.rotr", "i64 i64 -> i64"),
    F32_ABS(0x8B, "f32.abs", "f32 -> f32"),
    F32_NEG(0x8C, "f32.neg", "f32 -> f32"),
    F32_CEIL(0x8D, "f32.ceil", "f32 -> f32"),
    F32_FLOOR(0x8E, "f32.floor", "f32 -> f32"),
    F32_TRUNC(0x8F, "f32.trunc", "f32 -> f32"),
    F32_NEAREST(0x90, "f32.nearest", "f32 -> f32"),
    F32_SQRT(0x91, "f32.sqrt", "f32 -> f32"),
    F32_ADD(0x92, "f32.add", "f32 f32 -> f32"),
    F32_SUB(0x93, "f32.sub", "f32 f32 -> f32"),
    F32_MUL(0x94, "f32.mul", "f32 f32 -> f32"),
    F32_DIV(0x95, "f32.div", "f32 f32 -> f32"),
    F32_MIN(0x96, "f32.min", "f32 f32 -> f32"),
    F32_MAX(0x97, "f32.max", "f32 f32 -> f32"),
    F32_COPYSIGN(0x98, "f32.copysign", "f32 f32 -> f32"),
    F64_ABS(0x99, "f64.abs", "f64 -> f64"),
    F64_NEG(0x9A, "f64.neg", "f64 -> f64"),
    F64_CEIL(0x9B, "f64.ceil", "f64 -> f64"),
    F64_FLOOR(0x9C, "f64.floor", "f64 -> f64"),
    F64_TRUNC(0x9D, "f64.trunc", "f64 -> f64"),
    F64_NEAREST(0x9E, "f64.nearest", "f64 -> f64"),
    F64_SQRT(0x9F, "f64.sqrt", "f64 -> f64"),
    F64_ADD(0xA0, "f64.add", "f64 f64 -> f64"),
    F64_SUB(0xA1, "f64.sub", "f64 f64 -> f64"),
    F64_MUL(0xA2, "f64.mul", "f64 f64 -> f64"),
    F64_DIV(0xA3, "f64.div", "f64 f64 -> f64"),
    F64_MIN(0xA4, "f64.min", "f64 f64 -> f64"),
    F64_MAX(0xA5, "f64.max", "f64 f64 -> f64"),
    F64_COPYSIGN(0xA6, "f64.copysign", "f64 f64 -> f64"),
    I32_WRAP_I64(0xA7, "i32.wrap_i64", "i64 -> i32"),
    I32_TRUNC_F32_S(0xA8, "i32.trunc_f32_s", "f32 -> i32"),
    I32_TRUNC_F32_U(0xA9, "i32.trunc_f32_u", "f32 -> i32"),
    I32_TRUNC_F64_S(0xAA, "i32.trunc_f64_s", "f64 -> i32"),
    I32_TRUNC_F64_U(0xAB, "i32.trunc_f64_u", "f64 -> i32"),
    I64_EXTEND_I32_S(0xAC, "i64.extend_i32_s", "i32 -> i64"),
    I64_EXTEND_I32_U(0xAD, "i64.extend_i32_u", "i32 -> i64"),
    I64_TRUNC_F32_S(0xAE, "i64.trunc_f32_s", "f32 -> i64"),
    I64_TRUNC_F32_U(0xAF, "i64.trunc_f32_u", "f32 -> i64"),
    I64_TRUNC_F64_S(0xB0, "i64.trunc_f64_s", "f64 -> i64"),
    I64_TRUNC_F64_U(0xB1, "i64.trunc_f64_u", "f64 -> i64"),
    F32_CONVERT_I32_S(0xB2, "f32.convert_i32_s", "i32 -> f32"),
    F32_CONVERT_I32_U(0xB3, "f32.convert_i32_u", "i32 -> f32"),
    F32_CONVERT_I64_S(0xB4, "f32.convert_i64_s", "i64 -> f32"),
    F32_CONVERT_I64_U(0xB5, "f32.convert_i64_u", "i64 -> f32"),
    F32_DEMOTE_F64(0xB6, "f32.demote_f64", "f64 -> f32"),
    F64_CONVERT_I32_S(0xB7, "f64.convert_i32_s", "i32 -> f64"),
    F64_CONVERT_I32_U(0xB8, "f64.convert_i32_u", "i32 -> f64"),
    F64_CONVERT_I64_S(0xB9, "f64.convert_i64_s", "i64 -> f64"),
    F64_CONVERT_I64_U(0xBA, "f64.convert_i64_u", "i64 -> f64"),
    F64_PROMOTE_F32(0xBB, "f64.promote_f32", "f32 -> f64"),
    I32_REINTERPRET_F32(0xBC, "i32.reinterpret_f32", "f32 -> i32"),
    I64_REINTERPRET_F64(0xBD, "i64.reinterpret_f64", "f64 -> i64"),
    F32_REINTERPRET_I32(0xBE, "f32.reinterpret_i32", "i32 -> f32"),
    F64_REINTERPRET_I64(0xBF, "f64.reinterpret_i64", "i64 -> f64"),
    I32_EXTEND_8_S(0xC0, "i32.extend8_s", "i32 -> i32", Feature.SIGN_EXTENSION),
    I32_EXTEND_16_S(0xC1, "i32.extend16_s", "i32 -> i32", Feature.SIGN_EXTENSION),
    I64_EXTEND_8_S(0xC2, "i64.extend8_s", "i64 -> i64", Feature.SIGN_EXTENSION),
    I64_EXTEND_16_S(0xC3, "i64.extend16_s", "i64 -> i64", Feature.SIGN_EXTENSION),
    I64_EXTEND_32_S(0xC4, "i64.extend32_s", "i64 -> i64", Feature.SIGN_EXTENSION),
    REF_NULL(0xD0, "ref.null", Form.REF_NULL, Feature.REFERENCE_TYPES),
    REF_IS_NULL(0xD1, "ref.is_null", Form.REF_IS_NULL, Feature.REFERENCE_TYPES),
    REF_FUNC(0xD2, "ref.func", Form.REF_FUNC, Feature.REFERENCE_TYPES),
    I32_TRUNC_SAT_F32_S(0xFC00, "i32.trunc_sat_f32_s", "f32 -> i32", Feature.SATURATING_CONVERSIONS),
    I32_TRUNC_SAT_F32_U(0xFC01, "i32.trunc_sat_f32_u", "f32 -> i32", Feature.SATURATING_CONVERSIONS),
    I32_TRUNC_SAT_F64_S(0xFC02, "i32.trunc_sat_f64_s", "f64 -> i32", Feature.SATURATING_CONVERSIONS),
    I32_TRUNC_SAT_F64_U(0xFC03, "i32.trunc_sat_f64_u", "f64 -> i32", Feature.SATURATING_CONVERSIONS),
    I64_TRUNC_SAT_F32_S(0xFC04, "i64.trunc_sat_f32_s", "f32 -> i64", Feature.SATURATING_CONVERSIONS),
    I64_TRUNC_SAT_F32_U(0xFC05, "i64.trunc_sat_f32_u", "f32 -> i64", Feature.SATURATING_CONVERSIONS),
    I64_TRUNC_SAT_F64_S(0xFC06, "i64.trunc_sat_f64_s", "f64 -> i64", Feature.SATURATING_CONVERSIONS),
    I64_TRUNC_SAT_F64_U(0xFC07, "i64.trunc_sat_f64_u", "f64 -> i64", Feature.SATURATING_CONVERSIONS),
    MEMORY_INIT(0xFC08, "memory.init", Form.MEMORY_INIT, Feature.BULK_MEMORY),
    DATA_DROP(0xFC09, "data.drop", Form.DATA_DROP, Feature.BULK_MEMORY),
    MEMORY_COPY(0xFC0A, "memory.copy", Form.MEMORY_COPY, Feature.BULK_MEMORY),
    MEMORY_FILL(0xFC0B, "memory.fill", "i32 i32 i32 ->", Form.MEMORY, Feature.BULK_MEMORY),
    TABLE_INIT(0xFC0C, "table.init", Form.TABLE_INIT, Feature.BULK_MEMORY),
    ELEM_DROP(0xFC0D, "elem.drop", Form.ELEM_DROP, Feature.BULK_MEMORY),
    TABLE_COPY(0xFC0E, "table.copy", Form.TABLE_COPY, Feature.BULK_MEMORY),
    TABLE_GROW(0xFC0F, "table.grow", Form.TABLE_GROW, Feature.REFERENCE_TYPES),
    TABLE_SIZE(0xFC10, "table.size", Form.TABLE_SIZE, Feature.REFERENCE_TYPES),
    TABLE_FILL(0xFC11, "table.fill", Form.TABLE_FILL, Feature.REFERENCE_TYPES);

    /** The prefix byte of the instructions that have one. */
    static final int PREFIX = 0xFC;

    private static final @Nullable Instruction[] SINGLE = new @Nullable Instruction[256];
    private static final @Nullable Instruction[] PREFIXED = new @Nullable Instruction[32];

    static {
        for (Instruction instruction : values()) {
            int code = instruction.code;
            if (code > 0xFF) {
                PREFIXED[code & 0xFF] = instruction;
            } else {
                SINGLE[code] = instruction;
            }
        }
    }

    private final int code;
    private final String text;
    private final Form form;

    @SuppressWarnings("ImmutableEnumChecker") // its lists are immutable copies
    private final FunctionType type;

    private final int alignment;
    private final @Nullable Feature feature;

    Instruction(int code, String text, Form form) {
        this(code, text, "->", form, 0, null);
    }

    Instruction(int code, String text, Form form, Feature feature) {
        this(code, text, "->", form, 0, feature);
    }

    Instruction(int code, String text, String type) {
        this(code, text, type, Form.OPERATOR, 0, null);
    }

    Instruction(int code, String text, String type, Feature feature) {
        this(code, text, type, Form.OPERATOR, 0, feature);
    }

    Instruction(int code, String text, String type, int alignment) {
        this(code, text, type, Form.ACCESS, alignment, null);
    }

    Instruction(int code, String text, String type, Form form) {
        this(code, text, type, form, 0, null);
    }

    Instruction(int code, String text, String type, Form form, Feature feature) {
        this(code, text, type, form, 0, feature);
    }

    Instruction(int code, String text, String type, Form form, int alignment, @Nullable Feature feature) {
        this.code = code;
        this.text = text;
        this.type = parse(type);
        this.form = form;
        this.alignment = alignment;
        this.feature = feature;
    }

    /** The instruction with a code of one byte, null if this runtime has none. */
    static @Nullable Instruction single(int code) {
        return SINGLE[code];
    }

    /** The instruction with a number behind {@link #PREFIX}, null if this runtime has none. */
    static @Nullable Instruction prefixed(long number) {
        return number < PREFIXED.length ? PREFIXED[(int) number] : null;
    }

    int code() {
        return code;
    }

    Form form() {
        return form;
    }

    /** What it takes and leaves; empty if that depends on its immediates or on the stack. */
    FunctionType type() {
        return type;
    }

    /** The binary logarithm of the natural alignment of a memory access, in bytes. */
    int alignment() {
        return alignment;
    }

    /** The feature that brought it, null if it was there from the beginning. */
    @Nullable
    Feature feature() {
        return feature;
    }

    /** The name in the text format. */
    @Override
    public String toString() {
        return text;
    }

    private static FunctionType parse(String type) {
        String[] sides = type.split("->", -1);
        return new FunctionType(types(sides[0]), types(sides[1]));
    }

    private static List<ValueType> types(String side) {
        List<ValueType> types = new ArrayList<>();
        for (String name : side.strip().split(" ", -1)) {
            if (!name.isEmpty()) {
                types.add(ValueType.valueOf(name.toUpperCase(Locale.ROOT)));
            }
        }
        return types;
    }
}
