package dev.dormouse.invoker.wasm.validation;

import java.util.OptionalLong;

/**
 * A table.
 *
 * @param element the type of its entries: a reference
 * @param minimum entries it begins with
 * @param maximum entries the module lets it grow to, if it says so
 */
public record TableType(ValueType element, long minimum, OptionalLong maximum) {}
