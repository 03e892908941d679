/**
 * What can be set and what holds: a flag before the environment before the file before the default. Start at
 * {@link dev.dormouse.invoker.cli.settings.Setting}, the list of all of them;
 * {@link dev.dormouse.invoker.cli.settings.RuntimeSettingsReader} makes of their text what a runtime takes.
 */
@NullMarked
package dev.dormouse.invoker.cli.settings;

import org.jspecify.annotations.NullMarked;
