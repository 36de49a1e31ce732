package dev.pawl.node.grpc;

import com.typesafe.config.ConfigFactory;
import dev.pawl.node.boot.NodeSettings;
import dev.pawl.node.boot.PawlNode;
import dev.pawl.protocol.grpc.v1.ActivitiesClient;
import dev.pawl.protocol.grpc.v1.BulkOperationsClient;
import dev.pawl.protocol.grpc.v1.CreateActivityRequest;
import dev.pawl.protocol.grpc.v1.CreateStateMachineRequest;
import dev.pawl.protocol.grpc.v1.ExecutionsClient;
import dev.pawl.protocol.grpc.v1.StartRequest;
import dev.pawl.protocol.grpc.v1.StateMachinesClient;
import dev.pawl.protocol.grpc.v1.WorkersClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.grpc.GrpcClientSettings;

/** A node on a free port of loopback, and clients of it. */
final class GrpcNode implements AutoCloseable {

  static final String ROLE = "arn:aws:iam::000000000000:role/r";

  final PawlNode node;
  final ActorSystem<Void> system;
  final GrpcClientSettings address;
  final ExecutionsClient executions;
  final StateMachinesClient machines;
  final ActivitiesClient activities;
  final WorkersClient workers;
  final BulkOperationsClient bulk;

  private GrpcNode(PawlNode node) {
    this.node = node;
    this.system =
        ActorSystem.create(
            Behaviors.empty(),
            "grpc-client",
            ConfigFactory.parseMap(Map.of("pekko.actor.provider", "local"))
                .withFallback(ConfigFactory.load()));
    this.address =
        GrpcClientSettings.connectToServiceAt(
                "127.0.0.1", node.grpcAddress().orElseThrow().getPort(), system)
            .withTls(false);
    this.executions = ExecutionsClient.create(address, system);
    this.machines = StateMachinesClient.create(address, system);
    this.activities = ActivitiesClient.create(address, system);
    this.workers = WorkersClient.create(address, system);
    this.bulk = BulkOperationsClient.create(address, system);
  }

  static GrpcNode start(Path data) {
    return start(data, "");
  }

  /**
   * @param settings of {@code pawl.grpc}, as HOCON
   */
  static GrpcNode start(Path data, String settings) {
    var grpc =
        ConfigFactory.parseString(settings)
            .atPath("pawl.grpc")
            .withFallback(ConfigFactory.parseMap(Map.of("pawl.grpc.port", 0)));
    return new GrpcNode(PawlNode.start(NodeSettings.of(data, "127.0.0.1", 0).with(grpc)));
  }

  String activity(String name) {
    var request = CreateActivityRequest.newBuilder().setName(name).build();
    return soon(activities.create(request)).getActivityArn();
  }

  String machine(String name, String definition) {
    return soon(machines.create(request(name, definition))).getStateMachineArn();
  }

  static CreateStateMachineRequest request(String name, String definition) {
    return CreateStateMachineRequest.newBuilder()
        .setName(name)
        .setDefinition(definition)
        .setRoleArn(ROLE)
        .build();
  }

  /** A state for each activity, one after the other. */
  static String steps(List<String> activities) {
    return IntStream.range(0, activities.size())
        .mapToObj(i ->
            "\"S%d\":{\"Type\":\"Task\",\"Resource\":\"%s\",%s}"
                .formatted(
                    i,
                    activities.get(i),
                    i + 1 < activities.size() ? "\"Next\":\"S" + (i + 1) + "\"" : "\"End\":true"))
        .collect(Collectors.joining(",", "{\"StartAt\":\"S0\",\"States\":{", "}}"));
  }

  static String pass() {
    return "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"End\":true}}}";
  }

  String start(String machine, String input) {
    return soon(executions.start(
            StartRequest.newBuilder().setStateMachineArn(machine).setInput(input).build()))
        .getExecutionArn();
  }

  static <T> T soon(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    soon(executions.close());
    soon(machines.close());
    soon(activities.close());
    soon(workers.close());
    soon(bulk.close());
    system.terminate();
    node.close();
  }
}
