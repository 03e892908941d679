/**
 * Counts what a store is asked for and how many bytes go each way: on a bucket, that is the bill.
 */
@NullMarked
package dev.dormouse.snapshot.object.counting;

import org.jspecify.annotations.NullMarked;
