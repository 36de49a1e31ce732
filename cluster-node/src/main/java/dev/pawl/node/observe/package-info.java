/**
 * What a node tells about itself: its metrics for Prometheus, and whether it is alive and ready.
 */
@NullMarked
package dev.pawl.node.observe;

import org.jspecify.annotations.NullMarked;
