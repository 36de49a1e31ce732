package dev.pawl.persistence.membership;

import dev.pawl.persistence.jdbc.Jdbc;
import dev.pawl.persistence.jdbc.Reads;
import dev.pawl.persistence.journal.JournalWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * When each node has last been able to write. All times are the database's, so that the clocks of
 * the nodes do not matter.
 *
 * <p>Reads block. Errors: {@link dev.pawl.persistence.jdbc.DatabaseUnavailableException}.
 */
public final class NodeHeartbeats {

  private static final String NOW = "SELECT CURRENT_TIMESTAMP AS now";

  private final JournalWriter writer;
  private final Reads reads;

  public NodeHeartbeats(JournalWriter writer, Reads reads) {
    this.writer = writer;
    this.reads = reads;
  }

  /**
   * Writes that this node is alive, through the journal's own writer: who cannot write there is as
   * good as dead.
   *
   * @return how many rows were written: one
   */
  public CompletableFuture<Integer> beat(String incarnation, String address) {
    return writer.submit(connection -> beat(connection, incarnation, address));
  }

  private static int beat(Connection connection, String incarnation, String address)
      throws SQLException {
    var changed =
        Jdbc.update(
            connection,
            "UPDATE cluster_nodes SET seen_at = CURRENT_TIMESTAMP WHERE incarnation = ?",
            incarnation);
    return changed > 0
        ? changed
        : Jdbc.update(
            connection,
            "INSERT INTO cluster_nodes (incarnation, address, seen_at)"
                + " VALUES (?, ?, CURRENT_TIMESTAMP) ON CONFLICT DO NOTHING",
            incarnation,
            address);
  }

  /**
   * Whether this node may form the cluster: no other one has been seen within that time. If so, it
   * counts as seen itself from now on, and no other one may.
   */
  public CompletableFuture<Boolean> mayForm(String incarnation, String address, Duration silence) {
    return writer.submit(connection -> mayForm(connection, incarnation, address, silence));
  }

  private static boolean mayForm(
      Connection connection, String incarnation, String address, Duration silence)
      throws SQLException {
    Jdbc.list(connection, "SELECT id FROM cluster_formation FOR UPDATE", row -> row.getInt(1));
    var now = now(connection);
    var others =
        Jdbc.list(
            connection,
            "SELECT incarnation FROM cluster_nodes WHERE seen_at >= ? AND address <> ?",
            row -> row.getString(1),
            now.minus(silence),
            address);
    if (!others.isEmpty()) {
      return false;
    }
    beat(connection, incarnation, address);
    return true;
  }

  private static Instant now(Connection connection) throws SQLException {
    return Jdbc.first(connection, NOW, row -> Jdbc.instant(row, "now")).orElseThrow();
  }

  /** The addresses of the nodes that have written within that time. */
  public List<String> addressesSeenWithin(Duration time) {
    return seenWithin("address", time);
  }

  /** A node that ends says so, and is not taken for one that might come back. */
  public CompletableFuture<Integer> forget(String incarnation) {
    return writer.submit(connection ->
        Jdbc.update(connection, "DELETE FROM cluster_nodes WHERE incarnation = ?", incarnation));
  }

  /** Deletes the traces of nodes that have been silent for so long. */
  public CompletableFuture<Integer> forgetSilentFor(Duration silence) {
    return writer.submit(connection -> forgetSilentFor(connection, silence));
  }

  private static int forgetSilentFor(Connection connection, Duration silence) throws SQLException {
    var now = now(connection);
    return Jdbc.update(
        connection, "DELETE FROM cluster_nodes WHERE seen_at < ?", now.minus(silence));
  }

  /** The incarnations of the nodes that have written within that time. */
  public List<String> seenWithin(Duration time) {
    return seenWithin("incarnation", time);
  }

  /** The incarnations of the nodes that have written, and not within that time. */
  public List<String> silentFor(Duration time) {
    var now = reads.first(NOW, row -> Jdbc.instant(row, "now")).orElseThrow();
    return reads.list(
        "SELECT incarnation FROM cluster_nodes WHERE seen_at < ?",
        row -> row.getString(1),
        now.minus(time));
  }

  private List<String> seenWithin(String column, Duration time) {
    var now = reads.first(NOW, row -> Jdbc.instant(row, "now")).orElseThrow();
    return reads.list(
        "SELECT DISTINCT " + column + " FROM cluster_nodes WHERE seen_at >= ?",
        row -> row.getString(1),
        now.minus(time));
  }
}
