package dev.pawl.node.boot;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.pawl.persistence.DatabaseSettings;
import java.nio.file.Path;
import java.util.Map;

/**
 * How one node runs.
 *
 * @param dataDirectory functions' code and logs, and the embedded database if it is used
 * @param host where the AWS port listens
 * @param awsPort the AWS port; 0 for any free one
 * @param database the embedded one in the data directory, or PostgreSQL
 * @param membership how it finds the other nodes
 * @param overrides put before {@code reference.conf}
 */
public record NodeSettings(
    Path dataDirectory,
    String host,
    int awsPort,
    DatabaseSettings database,
    Membership membership,
    Config overrides) {

  /** How a node finds the others. */
  public sealed interface Membership {}

  /** It is a cluster of its own, and nobody can join it. */
  public record Alone() implements Membership {}

  /**
   * Through the database that they share: it knows who is there, and lets only one form a cluster.
   *
   * @param host the address of this node at which the others reach it
   * @param port its port for the others
   */
  public record ByDatabase(String host, int port) implements Membership {}

  /**
   * By asking Kubernetes for the pods of this deployment.
   *
   * @param environment {@code PAWL_CLUSTER_HOST}, the address of this pod, and what {@code
   *     pawl-kubernetes.conf} names besides
   */
  public record ByKubernetes(Map<String, String> environment) implements Membership {

    public ByKubernetes {
      environment = Map.copyOf(environment);
    }
  }

  /** A node of its own with the embedded database. */
  public static NodeSettings of(Path dataDirectory, String host, int awsPort) {
    return new NodeSettings(
        dataDirectory,
        host,
        awsPort,
        DatabaseSettings.embedded(dataDirectory),
        new Alone(),
        ConfigFactory.empty());
  }

  public NodeSettings with(Membership other) {
    return new NodeSettings(dataDirectory, host, awsPort, database, other, overrides);
  }

  public NodeSettings with(DatabaseSettings otherDatabase) {
    return new NodeSettings(dataDirectory, host, awsPort, otherDatabase, membership, overrides);
  }

  public NodeSettings with(Config moreOverrides) {
    return new NodeSettings(
        dataDirectory, host, awsPort, database, membership, moreOverrides.withFallback(overrides));
  }
}
