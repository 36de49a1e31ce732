/**
 * The demonstration: two real workflows on a real node that is killed in the middle, and every
 * result checked.
 */
@NullMarked
package dev.pawl.node.cli.demo;

import org.jspecify.annotations.NullMarked;
