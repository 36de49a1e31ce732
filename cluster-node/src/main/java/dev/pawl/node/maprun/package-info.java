/**
 * Map Runs of this cluster: reading their items, starting their children, putting their results
 * where they belong.
 */
@NullMarked
package dev.pawl.node.maprun;

import org.jspecify.annotations.NullMarked;
