package dev.dormouse.invoker.wasm;

import java.util.List;

/**
 * A function of the host that guests may import.
 *
 * <p>Made once per runtime: it keeps nothing of any instance. What belongs to one instance reaches it through the
 * {@link HostCall}.
 *
 * @param module name of the import's module
 * @param name name of the import
 * @param parameters types of the parameters
 * @param results types of the results; at most one
 * @param body what the function does
 */
public record HostFunction(String module, String name, List<ValueType> parameters, List<ValueType> results, Body body) {
    public HostFunction {
        parameters = List.copyOf(parameters);
        results = List.copyOf(results);
        if (results.size() > 1) {
            throw new IllegalArgumentException(
                    "A host function has at most one result; " + module + "." + name + " has " + results.size() + ".");
        }
    }

    /** The number types that cross the border. */
    public enum ValueType {
        I32,
        I64
    }

    /** The code of a host function. */
    @FunctionalInterface
    public interface Body {
        /**
         * Runs on the guest's thread.
         *
         * @param call the instance that calls: its memory, its host context
         * @param arguments the bits of the arguments, an i32 in the low half (upper half unspecified)
         * @return the bits of the result; ignored if the function has none
         * @throws GuestStop to end the guest's call
         */
        long run(HostCall call, long[] arguments);
    }
}
