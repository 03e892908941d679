/** Tests of whole processes: started, killed, stopped, and audited from outside. */
@NullMarked
package dev.dormouse.invoker.process;

import org.jspecify.annotations.NullMarked;
