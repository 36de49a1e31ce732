package dev.pawl.node.grpc;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.grpc.javadsl.Metadata;

/** Decides who may make a call, before anything of it is read. */
@FunctionalInterface
public interface CallerCheck {

  /** Lets everybody in. Whoever grants rights finds in {@link GrpcMethods} what a method does. */
  CallerCheck EVERYBODY = (method, metadata) -> CompletableFuture.completedStage(null);

  /**
   * Looks at a call. It must not block.
   *
   * @param method {@code pawl.v1.Executions/Start}
   * @param metadata the headers of the call
   * @return fails with an {@link dev.pawl.node.api.ApiError} if the call is refused
   */
  CompletionStage<?> check(String method, Metadata metadata);
}
