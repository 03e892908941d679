/**
 * The protocol by which objects of deleted functions are collected as a small machine, explored over all interleavings.
 *
 * <p>{@link dev.dormouse.invoker.registry.model.Protocol} says what each process may do next, {@link
 * dev.dormouse.invoker.registry.model.CollectionModel} what must always be true; each {@link
 * dev.dormouse.invoker.registry.model.Mutation} takes one rule away and must be caught. The rules themselves are
 * explained in docs/design/0006-collection.md.
 */
@NullMarked
package dev.dormouse.invoker.registry.model;

import org.jspecify.annotations.NullMarked;
