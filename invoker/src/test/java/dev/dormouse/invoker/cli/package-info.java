/** Tests of the command line. */
@NullMarked
package dev.dormouse.invoker.cli;

import org.jspecify.annotations.NullMarked;
