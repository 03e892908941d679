package dev.dormouse.invoker.host;

import dev.dormouse.invoker.wasm.GuestMemory;
import dev.dormouse.invoker.wasm.HostFunction;
import dev.dormouse.invoker.wasm.HostFunction.ValueType;
import java.util.ArrayList;
import java.util.List;

/** The functions of one import module as they are collected; and how a function reads its arguments. */
final class HostModule {
    /** A host function with its instance's context at hand. */
    @FunctionalInterface
    interface Body {
        long run(HostContext context, GuestMemory memory, long[] arguments);
    }

    private final String name;
    private final List<HostFunction> functions = new ArrayList<>();

    HostModule(String name) {
        this.name = name;
    }

    /**
     * Adds a function.
     *
     * @param type a letter for each parameter, then a colon, then one for the result if there is one; {@code i} is i32,
     *     {@code j} is i64
     */
    HostModule add(String function, String type, Body body) {
        int colon = type.indexOf(':');
        functions.add(new HostFunction(
                name,
                function,
                types(type.substring(0, colon)),
                types(type.substring(colon + 1)),
                (call, arguments) -> body.run((HostContext) call.context(), call.memory(), arguments)));
        return this;
    }

    List<HostFunction> functions() {
        return List.copyOf(functions);
    }

    /** An i32 that is an address, a length or another number that is never negative. */
    static long unsigned(long argument) {
        return argument & 0xFFFF_FFFFL;
    }

    private static List<ValueType> types(String letters) {
        return letters.chars()
                .mapToObj(letter -> switch (letter) {
                    case 'i' -> ValueType.I32;
                    case 'j' -> ValueType.I64;
                    default -> throw new IllegalArgumentException("A type is i or j; this one is " + (char) letter);
                })
                .toList();
    }
}
