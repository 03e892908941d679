/**
 * What all commands have in common: how they see the process around them, fail, exit, group their verbs, and read and
 * write text, numbers and tables. Knows no command.
 */
@NullMarked
package dev.dormouse.invoker.cli.command;

import org.jspecify.annotations.NullMarked;
