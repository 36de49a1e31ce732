/** HTTP from one thread over many kept-alive connections, as cheaply as Java allows. */
@NullMarked
package dev.pawl.load.wire;

import org.jspecify.annotations.NullMarked;
