package dev.dormouse.invoker.host;

import dev.dormouse.invoker.wasm.HostCall;
import dev.dormouse.invoker.wasm.HostFunction;
import dev.dormouse.invoker.wasm.HostFunction.ValueType;
import java.util.ArrayList;
import java.util.List;

/** The functions of one import module as they are collected; and how a function reads its arguments. */
final class HostModule {
    /** A host function with its instance's context at hand. */
    @FunctionalInterface
    interface Body {
        long run(HostContext context, HostCall guest, long[] arguments);
    }

    private static final int BYTES_PER_UNIT = 64;

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
                (guest, arguments) -> body.run((HostContext) guest.context(), guest, arguments)));
        return this;
    }

    List<HostFunction> functions() {
        return List.copyOf(functions);
    }

    /** An i32 that is an address, a length or another number that is never negative. */
    static long unsigned(long argument) {
        return argument & 0xFFFF_FFFFL;
    }

    /** Uses fuel for work of the host that takes as long as {@code bytes} are many, at the rate of bulk operations. */
    static void charge(HostCall guest, long bytes) {
        guest.charge(bytes / BYTES_PER_UNIT);
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
