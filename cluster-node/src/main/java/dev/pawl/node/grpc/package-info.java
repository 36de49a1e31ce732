/** Pawl's own API over gRPC: the same operations as AWS's, streams of history, and workers. */
@NullMarked
package dev.pawl.node.grpc;

import org.jspecify.annotations.NullMarked;
