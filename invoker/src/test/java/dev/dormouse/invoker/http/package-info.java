@NullMarked
package dev.dormouse.invoker.http;

import org.jspecify.annotations.NullMarked;
