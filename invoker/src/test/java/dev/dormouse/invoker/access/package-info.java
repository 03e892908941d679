@NullMarked
package dev.dormouse.invoker.access;

import org.jspecify.annotations.NullMarked;
