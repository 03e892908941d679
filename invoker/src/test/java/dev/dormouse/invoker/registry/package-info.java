@NullMarked
package dev.dormouse.invoker.registry;

import org.jspecify.annotations.NullMarked;
