/** {@code dormouse inspect}: what is in a stored object. Needs no running runtime. */
@NullMarked
package dev.dormouse.invoker.cli.inspect;

import org.jspecify.annotations.NullMarked;
