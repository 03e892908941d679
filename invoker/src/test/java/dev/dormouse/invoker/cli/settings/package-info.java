/** Tests of settings. */
@NullMarked
package dev.dormouse.invoker.cli.settings;

import org.jspecify.annotations.NullMarked;
