package dev.pawl.persistence.catalog;

import dev.pawl.persistence.jdbc.Jdbc;
import dev.pawl.persistence.jdbc.Reads;
import dev.pawl.persistence.journal.JournalWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Tags of machines, activities and functions, by key. They go with their resource. */
public final class Tags {

  private static final String LIST =
      "SELECT tag_key, tag_value FROM tags WHERE resource_arn = ? ORDER BY tag_key";

  private final JournalWriter writer;
  private final Reads reads;

  public Tags(JournalWriter writer, Reads reads) {
    this.writer = writer;
    this.reads = reads;
  }

  public Map<String, String> list(String resourceArn) {
    var tags = new LinkedHashMap<String, String>();
    reads
        .list(LIST, row -> Map.entry(row.getString(1), row.getString(2)), resourceArn)
        .forEach(tag -> tags.put(tag.getKey(), tag.getValue()));
    return tags;
  }

  /**
   * Adds or replaces tags.
   *
   * @return false, and nothing is changed, if the resource had more than {@code max} then
   */
  public CompletableFuture<Boolean> put(String resourceArn, Map<String, String> tags, int max) {
    return writer.submit(connection -> put(connection, resourceArn, tags, max));
  }

  private static boolean put(
      Connection connection, String resourceArn, Map<String, String> tags, int max)
      throws SQLException {
    var keys = new HashSet<>(Jdbc.list(connection, LIST, row -> row.getString(1), resourceArn));
    keys.addAll(tags.keySet());
    if (keys.size() > max) {
      return false;
    }
    add(connection, resourceArn, tags);
    return true;
  }

  static void add(Connection connection, String resourceArn, Map<String, String> tags)
      throws SQLException {
    for (var tag : tags.entrySet()) {
      remove(connection, resourceArn, tag.getKey());
      Jdbc.update(
          connection,
          "INSERT INTO tags (resource_arn, tag_key, tag_value) VALUES (?, ?, ?)",
          resourceArn,
          tag.getKey(),
          tag.getValue());
    }
  }

  /**
   * Removes tags; those that are not there are no mistake.
   *
   * @return how many went
   */
  public CompletableFuture<Integer> remove(String resourceArn, Collection<String> keys) {
    return writer.submit(connection -> {
      var removed = 0;
      for (var key : keys) {
        removed += remove(connection, resourceArn, key);
      }
      return removed;
    });
  }

  private static int remove(Connection connection, String resourceArn, String key)
      throws SQLException {
    return Jdbc.update(
        connection, "DELETE FROM tags WHERE resource_arn = ? AND tag_key = ?", resourceArn, key);
  }

  static void forget(Connection connection, String resourceArn) throws SQLException {
    Jdbc.update(connection, "DELETE FROM tags WHERE resource_arn = ?", resourceArn);
  }
}
