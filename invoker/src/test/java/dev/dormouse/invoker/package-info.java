@NullMarked
package dev.dormouse.invoker;

import org.jspecify.annotations.NullMarked;
