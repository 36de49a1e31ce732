/** Recordings of what AWS answered, run against a node and compared path by path. */
@NullMarked
package dev.pawl.load.recorded;

import org.jspecify.annotations.NullMarked;
