package dev.dormouse.invoker.wasm;

/**
 * A module without what its classes stand for, see {@link SkeletonWriter}.
 *
 * @param module the bytes; not written any more
 * @param usesDataSegments whether code refers to data segments ({@code memory.init}, {@code data.drop})
 * @param usesElementSegments whether code refers to element segments ({@code table.init}, {@code elem.drop})
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; the bytes are shared, not copied
record Skeleton(byte[] module, boolean usesDataSegments, boolean usesElementSegments) {}
