package dev.pawl.load.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.load.node.AwsClient;
import dev.pawl.load.node.NodeProcess;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that take a load, which is spread over them: one of our own, or those of a cluster that
 * runs already.
 *
 * @param grpc where the first one serves gRPC; null = it is not known
 * @param clients one for each address; none where only the load generator itself is measured
 */
record Nodes(
    List<InetSocketAddress> addresses, @Nullable InetSocketAddress grpc, List<AwsClient> clients)
    implements AutoCloseable {

  private static final String PROCESSOR_NANOS = "process_cpu_time_ns_total";

  Nodes {
    addresses = List.copyOf(addresses);
    clients = List.copyOf(clients);
  }

  /** A node of our own, which is not ended with this. */
  static Nodes of(NodeProcess node) {
    return new Nodes(List.of(node.address()), node.grpcAddress(), List.of(node.aws()));
  }

  static Nodes at(List<URI> endpoints) {
    return new Nodes(
        endpoints.stream().map(uri -> new InetSocketAddress(uri.getHost(), uri.getPort())).toList(),
        null,
        endpoints.stream().map(AwsClient::new).toList());
  }

  /** Something that answers requests and has no meters. */
  static Nodes at(InetSocketAddress address) {
    return new Nodes(List.of(address), null, List.of());
  }

  /** Any of them: all tell the same. */
  AwsClient aws() {
    return clients.getFirst();
  }

  /** The one for the client or worker of this number. */
  InetSocketAddress address(int number) {
    return addresses.get(number % addresses.size());
  }

  /** Processor time that all have used so far. */
  Duration processorTime() {
    return Duration.ofNanos(
        (long) clients.stream().mapToDouble(aws -> aws.metric(PROCESSOR_NANOS, "")).sum());
  }

  /** What {@code /_pawl/info} says of the journal of each. */
  List<JsonNode> journals() {
    return clients.stream().map(aws -> aws.info().path("journal")).toList();
  }

  @Override
  public void close() {
    clients.forEach(AwsClient::close);
  }
}
