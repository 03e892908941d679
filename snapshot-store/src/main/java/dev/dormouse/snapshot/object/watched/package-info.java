/**
 * Knows whether the store below takes writes, for whoever decides where work is sent. Start with
 * {@link dev.dormouse.snapshot.object.watched.WatchedStore}.
 */
@NullMarked
package dev.dormouse.snapshot.object.watched;

import org.jspecify.annotations.NullMarked;
