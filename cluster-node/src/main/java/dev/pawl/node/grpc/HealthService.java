package dev.pawl.node.grpc;

import dev.pawl.node.api.ApiError;
import dev.pawl.protocol.grpc.health.v1.Health;
import dev.pawl.protocol.grpc.health.v1.HealthCheckRequest;
import dev.pawl.protocol.grpc.health.v1.HealthCheckResponse;
import dev.pawl.protocol.grpc.health.v1.HealthCheckResponse.ServingStatus;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Source;

/** {@code grpc.health.v1.Health}: the node's services are well when the node is ready. */
final class HealthService implements Health {

  private static final Duration WATCH_INTERVAL = Duration.ofSeconds(1);

  private final BooleanSupplier ready;
  private final Set<String> services;

  /**
   * @param services those that are served here; "" is the node
   */
  HealthService(BooleanSupplier ready, Set<String> services) {
    this.ready = ready;
    this.services = Set.copyOf(services);
  }

  @Override
  public CompletionStage<HealthCheckResponse> check(HealthCheckRequest request) {
    return isKnown(request)
        ? CompletableFuture.completedStage(now())
        : CompletableFuture.failedStage(
            new ApiError(
                404,
                "ResourceNotFound",
                "Expected one of the services %s, but found '%s'."
                    .formatted(services.stream().sorted().toList(), request.getService())));
  }

  @Override
  public Source<HealthCheckResponse, NotUsed> watch(HealthCheckRequest request) {
    return Source.tick(Duration.ZERO, WATCH_INTERVAL, request)
        .map(asked -> isKnown(asked) ? now() : answer(ServingStatus.SERVICE_UNKNOWN))
        .statefulMapConcat(() -> {
          var before = new ServingStatus[1];
          return answer -> {
            var isNew = before[0] != answer.getStatus();
            before[0] = answer.getStatus();
            return isNew ? List.of(answer) : List.of();
          };
        })
        .mapMaterializedValue(ticks -> NotUsed.getInstance());
  }

  private boolean isKnown(HealthCheckRequest request) {
    return request.getService().isEmpty() || services.contains(request.getService());
  }

  private HealthCheckResponse now() {
    return answer(ready.getAsBoolean() ? ServingStatus.SERVING : ServingStatus.NOT_SERVING);
  }

  private static HealthCheckResponse answer(ServingStatus status) {
    return HealthCheckResponse.newBuilder().setStatus(status).build();
  }
}
