package dev.dormouse.invoker.wasm;

import static run.endive.wasm.types.Value.REF_NULL_VALUE;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.CallResult;
import run.endive.runtime.WasmExternRef;

/** Arguments and expected results as the suite writes them. */
final class SpecValues {
    private static final int CANONICAL_NAN_32 = 0x7fc00000;
    private static final long CANONICAL_NAN_64 = 0x7ff8000000000000L;

    private SpecValues() {}

    static boolean isReference(JsonNode value) {
        return value.get("type").asText().equals("externref");
    }

    static long number(JsonNode value) {
        String text = value.path("value").asText("");
        return switch (value.get("type").asText()) {
            case "i32", "f32" -> (int) Long.parseLong(text);
            case "i64", "f64" -> text.startsWith("-") ? Long.parseLong(text) : Long.parseUnsignedLong(text);
            case "externref", "funcref" -> text.equals("null") ? REF_NULL_VALUE : Long.parseLong(text);
            default -> throw new Skipped("values of type " + value.get("type").asText());
        };
    }

    static @Nullable Object reference(JsonNode value) {
        String text = value.path("value").asText("");
        return isReference(value) && !text.equals("null") ? new WasmExternRef(Long.parseLong(text)) : null;
    }

    static boolean matches(CallResult result, int index, JsonNode expected) {
        String type = expected.get("type").asText();
        String text = expected.path("value").asText("");
        if (type.equals("externref")) {
            Object reference = result.refResult(index);
            return text.equals("null")
                    ? reference == null
                    : reference instanceof WasmExternRef extern
                            && (text.isEmpty() || extern.value() == Long.parseLong(text));
        }
        return matches(result.longResult(index), type, text, expected);
    }

    static boolean matches(long bits, String type, String text, JsonNode expected) {
        return switch (type) {
            case "i32" -> (int) bits == (int) number(expected);
            case "i64" -> bits == number(expected);
            case "f32" ->
                switch (text) {
                    case "nan:canonical" -> ((int) bits & Integer.MAX_VALUE) == CANONICAL_NAN_32;
                    case "nan:arithmetic" -> ((int) bits & CANONICAL_NAN_32) == CANONICAL_NAN_32;
                    default -> (int) bits == (int) number(expected);
                };
            case "f64" ->
                switch (text) {
                    case "nan:canonical" -> (bits & Long.MAX_VALUE) == CANONICAL_NAN_64;
                    case "nan:arithmetic" -> (bits & CANONICAL_NAN_64) == CANONICAL_NAN_64;
                    default -> bits == number(expected);
                };
            case "funcref" -> text.equals("null") ? (int) bits == REF_NULL_VALUE : (int) bits != REF_NULL_VALUE;
            default -> throw new Skipped("values of type " + type);
        };
    }

    /** A command that is out of scope. */
    static final class Skipped extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Skipped(String reason) {
            super(reason);
        }
    }
}
