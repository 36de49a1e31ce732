/** What the processes that the command line starts have in common. */
@NullMarked
package dev.pawl.node.cli.process;

import org.jspecify.annotations.NullMarked;
