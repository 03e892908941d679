/**
 * What a command needs to talk to a running runtime: the options that say which one, and its control API as a person
 * asks it. Knows the API by its addresses and its JSON, not by code that is shared with the server.
 */
@NullMarked
package dev.dormouse.invoker.cli.client;

import org.jspecify.annotations.NullMarked;
