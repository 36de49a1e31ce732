/** Gives the executions of state machines with concurrency limits their permits. */
@NullMarked
package dev.pawl.node.limit;

import org.jspecify.annotations.NullMarked;
