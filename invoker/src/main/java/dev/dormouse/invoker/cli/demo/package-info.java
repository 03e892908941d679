/** {@code dormouse demo}: shows on a runtime of its own, which it starts, kills and starts again, what can be relied on. */
@NullMarked
package dev.dormouse.invoker.cli.demo;

import org.jspecify.annotations.NullMarked;
