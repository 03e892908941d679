/** Tests of what commands have in common, and the surroundings that tests give them. */
@NullMarked
package dev.dormouse.invoker.cli.command;

import org.jspecify.annotations.NullMarked;
