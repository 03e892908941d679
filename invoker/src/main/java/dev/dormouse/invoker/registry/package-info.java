/**
 * Functions, their revisions and their aliases: what is deployed and what names it.
 *
 * <p>The border is {@link dev.dormouse.invoker.registry.FunctionRegistry} to look and to route,
 * {@link dev.dormouse.invoker.registry.Deployer} to add a revision and {@link dev.dormouse.invoker.registry.ModuleStore}
 * to upload beforehand. The records named {@code ...View} are what is shown to the outside. Knows no HTTP.
 */
@NullMarked
package dev.dormouse.invoker.registry;

import org.jspecify.annotations.NullMarked;
