/** The work an execution asks of the outside world, and its answers. */
@NullMarked
package dev.pawl.node.task;

import org.jspecify.annotations.NullMarked;
