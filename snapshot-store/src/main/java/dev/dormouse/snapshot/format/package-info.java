/**
 * Everything that is stored, as bytes: a container with a checked header and checked sections, and what stands in it.
 *
 * <p>No input or output happens here. Whatever the bytes are, reading them ends with the value or with a
 * {@link dev.dormouse.snapshot.format.CorruptObjectException}, and takes no more memory than the caller allowed.
 * docs/snapshot-format.md has the layout byte by byte; golden files in the tests hold each released version.
 */
@NullMarked
package dev.dormouse.snapshot.format;

import org.jspecify.annotations.NullMarked;
