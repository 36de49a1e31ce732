package dev.pawl.persistence.catalog;

import dev.pawl.persistence.jdbc.Jdbc;
import dev.pawl.persistence.jdbc.Page;
import dev.pawl.persistence.jdbc.PageToken;
import dev.pawl.persistence.jdbc.Reads;
import dev.pawl.persistence.journal.JournalWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Activities by ARN.
 *
 * <p>Reads block. Errors: {@link dev.pawl.persistence.jdbc.DatabaseUnavailableException}; of {@link
 * #list}, {@link dev.pawl.persistence.jdbc.InvalidPageTokenException}.
 */
public final class ActivityCatalog {

  private static final String QUESTION = "activities";
  private static final String FIND =
      "SELECT " + ActivityEntry.COLUMNS + " FROM activities WHERE activity_arn = ?";
  private static final String LIST =
      "SELECT "
          + ActivityEntry.COLUMNS
          + """

          FROM activities WHERE creation_date >= ? AND (creation_date > ? OR activity_arn > ?)
          ORDER BY creation_date, activity_arn LIMIT ?\
          """;

  private final JournalWriter writer;
  private final Reads reads;

  public ActivityCatalog(JournalWriter writer, Reads reads) {
    this.writer = writer;
    this.reads = reads;
  }

  /** Creates an activity unless one of this ARN exists. */
  public CompletableFuture<Created<ActivityEntry>> create(ActivityEntry entry) {
    return create(entry, Map.of());
  }

  /** Creates an activity with its tags, unless one of this ARN exists. */
  public CompletableFuture<Created<ActivityEntry>> create(
      ActivityEntry entry, Map<String, String> tags) {
    return writer.submit(connection -> {
      var created = create(connection, entry);
      if (created.isNew()) {
        Tags.add(connection, entry.activityArn(), tags);
      }
      return created;
    });
  }

  // After a lost COMMIT answer the entry looks like an existing one, which is the same to a caller
  // of CreateActivity.
  private static Created<ActivityEntry> create(Connection connection, ActivityEntry entry)
      throws SQLException {
    var inserted =
        Jdbc.update(
            connection,
            "INSERT INTO activities ("
                + ActivityEntry.COLUMNS
                + ") VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            entry.activityArn(),
            entry.name(),
            entry.creationDate(),
            entry.encryptionConfiguration());
    var stored = Jdbc.first(connection, FIND, ActivityEntry::read, entry.activityArn());
    return new Created<>(stored.orElse(entry), inserted == 1);
  }

  /** Deletes an activity and its offers; tasks that wait for a worker wait until they time out. */
  public CompletableFuture<Boolean> delete(String activityArn) {
    return writer.submit(connection -> delete(connection, activityArn));
  }

  private static boolean delete(Connection connection, String activityArn) throws SQLException {
    Jdbc.update(connection, "DELETE FROM activity_offers WHERE activity_arn = ?", activityArn);
    Tags.forget(connection, activityArn);
    return Jdbc.update(connection, "DELETE FROM activities WHERE activity_arn = ?", activityArn)
        == 1;
  }

  public Optional<ActivityEntry> find(String activityArn) {
    return reads.first(FIND, ActivityEntry::read, activityArn);
  }

  /** Activities in the order of their creation. */
  public Page<ActivityEntry> list(int max, @Nullable String token) {
    var from = PageToken.parse(token, QUESTION);
    var time = from == null ? Instant.EPOCH : from.time();
    var found =
        reads.list(LIST, ActivityEntry::read, time, time, from == null ? "" : from.name(), max + 1);
    return Page.of(
        found, max, last -> new PageToken(last.creationDate(), last.activityArn()).text(QUESTION));
  }
}
