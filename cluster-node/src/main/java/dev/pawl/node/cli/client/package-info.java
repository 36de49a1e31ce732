/** How the command line speaks to a node: AWS's protocols over HTTP, and names instead of ARNs. */
@NullMarked
package dev.pawl.node.cli.client;

import org.jspecify.annotations.NullMarked;
