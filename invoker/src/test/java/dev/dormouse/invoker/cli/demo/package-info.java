/** Tests of what the demonstrations print. */
@NullMarked
package dev.dormouse.invoker.cli.demo;

import org.jspecify.annotations.NullMarked;
