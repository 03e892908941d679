@NullMarked
package dev.dormouse.scheduler;

import org.jspecify.annotations.NullMarked;
