/** The concurrency limits of state machines, and the permits of their executions. */
@NullMarked
package dev.pawl.persistence.limit;

import org.jspecify.annotations.NullMarked;
