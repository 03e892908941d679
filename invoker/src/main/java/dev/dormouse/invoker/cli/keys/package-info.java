/** {@code dormouse key}: makes, lists and revokes API keys in the data directory, whether a runtime uses it or not. */
@NullMarked
package dev.dormouse.invoker.cli.keys;

import org.jspecify.annotations.NullMarked;
