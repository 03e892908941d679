@NullMarked
package dev.dormouse.observability;

import org.jspecify.annotations.NullMarked;
