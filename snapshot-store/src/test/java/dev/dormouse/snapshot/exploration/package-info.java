/** Exhaustive exploration of models of protocols, each model with the code that it is of. */
@NullMarked
package dev.dormouse.snapshot.exploration;

import org.jspecify.annotations.NullMarked;
