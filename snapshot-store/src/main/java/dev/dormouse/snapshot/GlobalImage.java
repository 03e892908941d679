package dev.dormouse.snapshot;

/**
 * The value of one defined global.
 *
 * @param bits the number's bits (integers and floats alike), or the index of a function, or {@link TableImage#NULL}
 */
public record GlobalImage(long bits) {}
