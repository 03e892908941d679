/**
 * Turns what benchmarks have measured into files for people: tables in Markdown, plots in SVG, and all of it in JSON.
 *
 * <p>It measures nothing. {@link WriteResults} is where to start.
 */
@NullMarked
package dev.dormouse.benchmarks.report;

import org.jspecify.annotations.NullMarked;
