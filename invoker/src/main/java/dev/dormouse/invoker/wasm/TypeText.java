package dev.dormouse.invoker.wasm;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import run.endive.wasm.types.FunctionType;
import run.endive.wasm.types.ValType;

/** Types as people write them. */
final class TypeText {
    private TypeText() {}

    /** As in {@code (i64 i32) -> i64}. */
    static String of(FunctionType type) {
        String parameters = "(" + join(type.params()) + ")";
        return switch (type.returns().size()) {
            case 0 -> parameters;
            case 1 -> parameters + " -> " + of(type.returns().getFirst());
            default -> parameters + " -> (" + join(type.returns()) + ")";
        };
    }

    /** As in {@code i32} or {@code funcref}. */
    static String of(ValType type) {
        if (type.equals(ValType.FuncRef)) {
            return "funcref";
        }
        if (type.equals(ValType.ExternRef)) {
            return "externref";
        }
        return type.toString().toLowerCase(Locale.ROOT);
    }

    private static String join(List<ValType> types) {
        return types.stream().map(TypeText::of).collect(Collectors.joining(" "));
    }
}
