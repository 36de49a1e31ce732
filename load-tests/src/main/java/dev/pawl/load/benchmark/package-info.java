/** Workloads in a closed loop, and what they cost the node and its database. */
@NullMarked
package dev.pawl.load.benchmark;

import org.jspecify.annotations.NullMarked;
