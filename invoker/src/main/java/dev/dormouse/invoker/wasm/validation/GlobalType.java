package dev.dormouse.invoker.wasm.validation;

/**
 * A global.
 *
 * @param value the type of its value
 * @param mutable whether it can be set
 */
public record GlobalType(ValueType value, boolean mutable) {}
