package dev.dormouse.invoker.http;

import java.util.function.Supplier;

/** Where texts of a request become values: what a value's own constructor refuses, the request has wrong. */
final class Parsing {
    private Parsing() {}

    static <T> T of(Supplier<T> value) {
        try {
            return value.get();
        } catch (IllegalArgumentException e) {
            String message = e.getMessage();
            throw Failure.badInput(message == null ? "A value in the request is wrong." : message);
        }
    }
}
