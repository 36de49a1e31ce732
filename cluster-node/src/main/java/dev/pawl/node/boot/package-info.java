/** Puts a node together from its configuration and takes it down in order. */
@NullMarked
package dev.pawl.node.boot;

import org.jspecify.annotations.NullMarked;
