/** Coverage-guided fuzzing, for the tests of this module and of those above. */
@NullMarked
package dev.dormouse.snapshot.fuzz;

import org.jspecify.annotations.NullMarked;
