/** Nodes that are killed while executions wait, and what must still hold afterwards. */
@NullMarked
package dev.pawl.load.durability;

import org.jspecify.annotations.NullMarked;
