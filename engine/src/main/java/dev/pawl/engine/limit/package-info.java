/** How many executions of a state machine may run at once, and whose turn it is. */
@NullMarked
package dev.pawl.engine.limit;

import org.jspecify.annotations.NullMarked;
