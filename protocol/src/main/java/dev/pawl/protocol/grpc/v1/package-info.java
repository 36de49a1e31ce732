/** Pawl's own API, {@code pawl.v1}, as generated from {@code src/main/proto/pawl/v1}. */
package dev.pawl.protocol.grpc.v1;
