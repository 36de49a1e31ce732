/** The doors to a node: HTTP and gRPC, from bytes to an operation and back. */
@NullMarked
package dev.pawl.node.api;

import org.jspecify.annotations.NullMarked;
