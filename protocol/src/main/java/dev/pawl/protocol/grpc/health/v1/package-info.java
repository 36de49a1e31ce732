/** gRPC's health checking protocol, as generated from {@code src/main/proto/grpc/health/v1}. */
package dev.pawl.protocol.grpc.health.v1;
