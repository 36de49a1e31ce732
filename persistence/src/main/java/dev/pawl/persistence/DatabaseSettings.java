package dev.pawl.persistence;

import dev.pawl.persistence.journal.JournalWriter;
import java.nio.file.Path;

/**
 * Where the database is, and how much of it a node uses.
 *
 * @param readConnections for lists, histories and the catalog
 * @param replayConnections for recoveries and snapshots
 */
public record DatabaseSettings(
    Location location, int readConnections, int replayConnections, JournalWriter.Limits writer) {

  /** One of two kinds of database. */
  public sealed interface Location {}

  /** A file in this directory, of this process alone. Made when it is not there. */
  public record Embedded(Path dataDirectory) implements Location {}

  /**
   * A PostgreSQL that several nodes share.
   *
   * @param url {@code jdbc:postgresql://host:port/database}, with what the driver may need for TLS
   */
  public record PostgreSql(String url, String user, String password) implements Location {
    @Override
    public String toString() {
      return "PostgreSql[url=%s, user=%s]".formatted(url, user);
    }
  }

  public static DatabaseSettings embedded(Path dataDirectory) {
    return new DatabaseSettings(new Embedded(dataDirectory), 8, 8, JournalWriter.Limits.DEFAULT);
  }

  public static DatabaseSettings postgreSql(String url, String user, String password) {
    return new DatabaseSettings(
        new PostgreSql(url, user, password), 8, 8, JournalWriter.Limits.DEFAULT);
  }
}
