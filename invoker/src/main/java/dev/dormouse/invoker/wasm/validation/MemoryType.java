package dev.dormouse.invoker.wasm.validation;

import java.util.OptionalLong;

/**
 * The linear memory.
 *
 * @param minimumPages pages of 64 KiB it begins with
 * @param maximumPages pages the module lets it grow to, if it says so
 */
public record MemoryType(long minimumPages, OptionalLong maximumPages) {}
