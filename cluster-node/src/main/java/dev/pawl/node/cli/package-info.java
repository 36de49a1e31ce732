/** The command line. */
@NullMarked
package dev.pawl.node.cli;

import org.jspecify.annotations.NullMarked;
