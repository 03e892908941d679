/**
 * The protocol of the commit log as a small machine, explored over all interleavings.
 *
 * <p>{@link dev.dormouse.snapshot.log.model.Protocol} says what each party may do next, {@link
 * dev.dormouse.snapshot.log.model.Invariants} what must always be true; each {@link
 * dev.dormouse.snapshot.log.model.Mutation} takes one rule away and must be caught. The rules themselves are explained
 * in docs/design/0002-commit-log.md.
 */
package dev.dormouse.snapshot.log.model;
