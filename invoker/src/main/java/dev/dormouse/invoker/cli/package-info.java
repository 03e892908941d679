/**
 * The command line: {@code dormouse} and its verbs.
 *
 * <p>{@code up} resolves the settings (flag before environment before file before default) and starts a runtime through
 * {@link dev.dormouse.invoker.RuntimeLauncher}; the other verbs are clients of a running runtime's control API and share
 * no code with it. Start at {@link dev.dormouse.invoker.cli.CommandLineTool}, which joins the verbs of the packages below
 * this one. Knows no HTTP server, no engine, no store.
 */
@NullMarked
package dev.dormouse.invoker.cli;

import org.jspecify.annotations.NullMarked;
