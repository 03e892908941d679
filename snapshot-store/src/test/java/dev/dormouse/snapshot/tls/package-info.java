/** Certificates for tests of this module and of those above it. */
@NullMarked
package dev.dormouse.snapshot.tls;

import org.jspecify.annotations.NullMarked;
