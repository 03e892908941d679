/** The verbs for functions: make, deploy, route, list, call, read their logs. */
@NullMarked
package dev.dormouse.invoker.cli.functions;

import org.jspecify.annotations.NullMarked;
