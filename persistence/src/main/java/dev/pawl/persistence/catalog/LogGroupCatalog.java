package dev.pawl.persistence.catalog;

import dev.pawl.persistence.jdbc.Jdbc;
import dev.pawl.persistence.jdbc.Reads;
import dev.pawl.persistence.journal.JournalWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Log groups that somebody created, by name. What is logged is not here.
 *
 * <p>Reads block. Errors: {@link dev.pawl.persistence.jdbc.DatabaseUnavailableException}.
 */
public final class LogGroupCatalog {

  private static final String FIND =
      "SELECT " + LogGroupEntry.COLUMNS + " FROM log_groups WHERE log_group_name = ?";
  private static final String LIST =
      "SELECT " + LogGroupEntry.COLUMNS + " FROM log_groups ORDER BY log_group_name LIMIT ?";

  private final JournalWriter writer;
  private final Reads reads;

  public LogGroupCatalog(JournalWriter writer, Reads reads) {
    this.writer = writer;
    this.reads = reads;
  }

  /**
   * Creates a group with its tags.
   *
   * @return false, and nothing is changed, if there is one of that name
   */
  public CompletableFuture<Boolean> create(
      LogGroupEntry group, String arn, Map<String, String> tags) {
    return writer.submit(connection -> {
      var inserted =
          Jdbc.update(
              connection,
              "INSERT INTO log_groups ("
                  + LogGroupEntry.COLUMNS
                  + ") VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
              group.name(),
              group.retentionDays(),
              group.creationDate());
      if (inserted == 1) {
        Tags.add(connection, arn, tags);
      }
      return inserted == 1;
    });
  }

  public Optional<LogGroupEntry> find(String name) {
    return reads.first(FIND, LogGroupEntry::read, name);
  }

  /** Groups by name. */
  public List<LogGroupEntry> list(int max) {
    return reads.list(LIST, LogGroupEntry::read, max);
  }

  /**
   * Says how long records are to be kept; false if nobody created the group.
   *
   * @param days null = for ever
   */
  public CompletableFuture<Boolean> retain(String name, @Nullable Integer days) {
    return writer.submit(connection ->
        Jdbc.update(
                connection,
                "UPDATE log_groups SET retention_days = ? WHERE log_group_name = ?",
                days,
                name)
            == 1);
  }

  /** Deletes a group; false if nobody created it. */
  public CompletableFuture<Boolean> delete(String name, String arn) {
    return writer.submit(connection -> {
      Tags.forget(connection, arn);
      return Jdbc.update(connection, "DELETE FROM log_groups WHERE log_group_name = ?", name) == 1;
    });
  }
}
