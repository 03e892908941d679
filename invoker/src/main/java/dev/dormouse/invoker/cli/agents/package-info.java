/** The verbs for agents: {@code dormouse agents send}, {@code list}, {@code suspend} and so on. */
@NullMarked
package dev.dormouse.invoker.cli.agents;

import org.jspecify.annotations.NullMarked;
