package dev.pawl.load.chaos;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** All connections that a PostgreSQL on this machine still had to give; closing it gives them back. */
final class Crowd implements AutoCloseable {

  private static final int CONNECTIONS_MAX = 2_000;

  private final List<Connection> connections = new ArrayList<>();

  private Crowd() {}

  /**
   * @throws IOException if the database never refuses one
   */
  static Crowd of(int port) throws IOException {
    var crowd = new Crowd();
    var url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    for (var i = 0; i < CONNECTIONS_MAX; i++) {
      try {
        crowd.connections.add(DriverManager.getConnection(url, "postgres", "postgres"));
      } catch (SQLException full) {
        return crowd;
      }
    }
    crowd.close();
    throw new IOException(
        "Expected PostgreSQL to have less than %d connections.".formatted(CONNECTIONS_MAX));
  }

  @Override
  public void close() {
    for (var connection : connections) {
      try {
        connection.close();
      } catch (SQLException alreadyGone) {
        // So the database has it back.
      }
    }
  }
}
