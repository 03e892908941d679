/**
 * Dormouse beside its rivals: each job starts all contestants on this machine, puts the same load on one after the
 * other, round by round, checks their answers, and prints a table. Start at {@link
 * dev.dormouse.benchmarks.rivals.Rivals}; {@code jmh-benchmarks/rivals/run.sh} installs the rivals and calls it.
 *
 * <p>A contestant is what its start script says; nothing here knows any of them but {@link
 * dev.dormouse.benchmarks.rivals.Contestants}.
 */
@NullMarked
package dev.dormouse.benchmarks.rivals;

import org.jspecify.annotations.NullMarked;
