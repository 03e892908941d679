/**
 * Objects as files below one directory, durable against loss of power.
 *
 * <p>{@link dev.dormouse.snapshot.object.directory.DirectoryObjectStore} creates a file by write, fdatasync, hard link
 * and fsync of the folder. One process owns a directory at a time. docs/store.md shows the layout.
 */
@NullMarked
package dev.dormouse.snapshot.object.directory;

import org.jspecify.annotations.NullMarked;
