/** Tests of the named reasons. */
@NullMarked
package dev.pawl.load.reasons;

import org.jspecify.annotations.NullMarked;
