package dev.pawl.node.grpc;

import dev.pawl.protocol.grpc.health.v1.Health;
import dev.pawl.protocol.grpc.health.v1.HealthHandlerFactory;
import dev.pawl.protocol.grpc.v1.Activities;
import dev.pawl.protocol.grpc.v1.ActivitiesHandlerFactory;
import dev.pawl.protocol.grpc.v1.BulkOperations;
import dev.pawl.protocol.grpc.v1.BulkOperationsHandlerFactory;
import dev.pawl.protocol.grpc.v1.Executions;
import dev.pawl.protocol.grpc.v1.ExecutionsHandlerFactory;
import dev.pawl.protocol.grpc.v1.StateMachines;
import dev.pawl.protocol.grpc.v1.StateMachinesHandlerFactory;
import dev.pawl.protocol.grpc.v1.Workers;
import dev.pawl.protocol.grpc.v1.WorkersHandlerFactory;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.grpc.Trailers;
import org.apache.pekko.grpc.javadsl.GrpcExceptionHandler;
import org.apache.pekko.grpc.javadsl.GrpcMarshalling;
import org.apache.pekko.grpc.javadsl.ServerReflection;
import org.apache.pekko.grpc.javadsl.ServiceHandler;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.japi.Function;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.SystemMaterializer;

/** Brings each call to its service, and its failure to a status. */
final class GrpcHandlers {

  private static final String START_AND_WAIT = "/" + Executions.name + "/StartAndWait";

  private final ActorSystem<?> system;
  private final Materializer materializer;
  private final ExecutionsService executions;
  private final Function<org.apache.pekko.actor.ActorSystem, Function<Throwable, Trailers>>
      failures;
  private final org.apache.pekko.japi.function.Function<HttpRequest, CompletionStage<HttpResponse>>
      services;

  GrpcHandlers(
      ActorSystem<?> system,
      GrpcSettings settings,
      GrpcPort.Parts parts,
      Following following,
      SharedKillSwitch streams) {
    this.system = system;
    this.materializer = SystemMaterializer.get(system).materializer();
    var statuses = new Statuses(parts.calls());
    this.failures = classic -> statuses::trailers;
    var operations = new Operations(parts.calls());
    this.executions =
        new ExecutionsService(operations, parts.history(), following, streams, materializer);
    var workers =
        new WorkersService(parts.calls(), parts.tasks(), settings.deliverWithin(), streams);
    this.services = services(operations, workers, parts, streams);
  }

  @SuppressWarnings("unchecked") // an array of functions
  private org.apache.pekko.japi.function.Function<HttpRequest, CompletionStage<HttpResponse>>
      services(
          Operations operations,
          WorkersService workers,
          GrpcPort.Parts parts,
          SharedKillSwitch streams) {
    var names =
        Set.of(
            Executions.name,
            StateMachines.name,
            Activities.name,
            Workers.name,
            BulkOperations.name,
            Health.name);
    var described =
        List.of(
            Executions.description,
            StateMachines.description,
            Activities.description,
            Workers.description,
            BulkOperations.description,
            Health.description);
    return ServiceHandler.concatOrNotFound(
        ExecutionsHandlerFactory.partial(
            executions, Executions.name, materializer, failures, system),
        WorkersHandlerFactory.partial(workers, Workers.name, materializer, failures, system),
        StateMachinesHandlerFactory.partial(
            new StateMachinesService(operations),
            StateMachines.name,
            materializer,
            failures,
            system),
        ActivitiesHandlerFactory.partial(
            new ActivitiesService(operations), Activities.name, materializer, failures, system),
        BulkOperationsHandlerFactory.partial(
            new BulkOperationsService(operations, streams),
            BulkOperations.name,
            materializer,
            failures,
            system),
        HealthHandlerFactory.partial(
            new HealthService(parts.ready(), names), Health.name, materializer, failures, system),
        ServerReflection.create(described, system));
  }

  ActorSystem<?> system() {
    return system;
  }

  Function<org.apache.pekko.actor.ActorSystem, Function<Throwable, Trailers>> failures() {
    return failures;
  }

  CompletionStage<HttpResponse> handle(HttpRequest request) {
    try {
      return request.getUri().path().equals(START_AND_WAIT)
          ? startAndWait(request)
          : services.apply(request);
    } catch (Exception e) {
      throw new AssertionError("Expected a generated handler not to throw.", e);
    }
  }

  /** Answered as a stream of one, which looks the same to the client and can be cancelled. */
  private CompletionStage<HttpResponse> startAndWait(HttpRequest request) {
    return GrpcMarshalling.<HttpResponse>negotiated(
            request,
            (reader, writer) ->
                GrpcMarshalling.unmarshal(
                        request.entity(),
                        Executions.Serializers.StartRequestSerializer,
                        materializer,
                        reader)
                    .thenApply(start ->
                        GrpcMarshalling.marshalStream(
                            executions.waiting(start),
                            Executions.Serializers.ExecutionSerializer,
                            writer,
                            system,
                            failures))
                    .exceptionally(failure ->
                        GrpcExceptionHandler.standard(failure, failures, writer, system)))
        .orElseThrow();
  }
}
