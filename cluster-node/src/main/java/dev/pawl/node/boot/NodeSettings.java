package dev.pawl.node.boot;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.pawl.persistence.DatabaseSettings;
import java.nio.file.Path;

/**
 * How one node runs.
 *
 * @param dataDirectory functions' code and logs, and the embedded database if it is used
 * @param host where the AWS port listens
 * @param awsPort the AWS port; 0 for any free one
 * @param database the embedded one in the data directory, or PostgreSQL
 * @param overrides put before {@code reference.conf}
 */
public record NodeSettings(
    Path dataDirectory, String host, int awsPort, DatabaseSettings database, Config overrides) {

  /** A node of its own with the embedded database. */
  public static NodeSettings of(Path dataDirectory, String host, int awsPort) {
    return new NodeSettings(
        dataDirectory,
        host,
        awsPort,
        DatabaseSettings.embedded(dataDirectory),
        ConfigFactory.empty());
  }

  public NodeSettings with(DatabaseSettings otherDatabase) {
    return new NodeSettings(dataDirectory, host, awsPort, otherDatabase, overrides);
  }

  public NodeSettings with(Config moreOverrides) {
    return new NodeSettings(
        dataDirectory, host, awsPort, database, moreOverrides.withFallback(overrides));
  }
}
