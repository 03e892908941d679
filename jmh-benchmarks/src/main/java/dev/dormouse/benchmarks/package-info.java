/**
 * Benchmarks: one class per question, its name read as a question.
 *
 * <p>What is benchmarked is checked for correct results by this module's tests.
 */
@NullMarked
package dev.dormouse.benchmarks;

import org.jspecify.annotations.NullMarked;
