package dev.dormouse.invoker.wasm.validation;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a function, a block or an instruction takes from the stack and leaves on it.
 *
 * @param parameters taken, the last is on top
 * @param results left, the last is on top
 */
public record FunctionType(List<ValueType> parameters, List<ValueType> results) {
    static final FunctionType EMPTY = new FunctionType(List.of(), List.of());

    public FunctionType {
        parameters = List.copyOf(parameters);
        results = List.copyOf(results);
    }

    /** As in {@code (i32, i64) -> (i32)}. */
    @Override
    public String toString() {
        return text(parameters) + " -> " + text(results);
    }

    static String text(List<ValueType> types) {
        return types.stream().map(ValueType::toString).collect(Collectors.joining(", ", "(", ")"));
    }
}
