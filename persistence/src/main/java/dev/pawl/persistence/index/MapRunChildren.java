package dev.pawl.persistence.index;

import dev.pawl.engine.execution.Event;
import dev.pawl.engine.execution.Recorded;
import dev.pawl.persistence.jdbc.Jdbc;
import dev.pawl.persistence.jdbc.Page;
import dev.pawl.persistence.jdbc.PageToken;
import dev.pawl.persistence.jdbc.Reads;
import dev.pawl.persistence.journal.EventCodec;
import dev.pawl.persistence.journal.MapRunCodec;
import dev.pawl.persistence.journal.MapRunRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Map Runs and their children as the database knows them; never behind the journal.
 *
 * <p>Calls block. Errors: {@link dev.pawl.persistence.jdbc.DatabaseUnavailableException}, and
 * {@link dev.pawl.persistence.jdbc.InvalidPageTokenException} where a token is taken.
 */
public final class MapRunChildren {

  /** A child that has started. */
  public record StartedChild(long index, int items, ExecutionSummary execution) {}

  /**
   * A child that has ended, with all that may be written about it.
   *
   * @param end the event that ended it
   */
  public record EndedChild(
      long index, ExecutionSummary execution, Event.ExecutionStarted start, Event end) {

    /** How many items it has worked on. */
    public int items() {
      var startedBy = start.startedBy();
      return startedBy == null || startedBy.mapRun() == null ? 1 : startedBy.mapRun().items();
    }
  }

  private static final String NEWEST =
      "SELECT c.child_index, c.items, "
          + ExecutionSummary.columnsOf("e")
          + """
           FROM map_run_children c JOIN executions e ON e.execution_arn = c.execution_arn
          WHERE c.map_run_arn = ? AND c.child_index < ? AND (e.status = ? OR ? = '')
            AND e.redrive_count BETWEEN ? AND ?
          ORDER BY c.map_run_arn DESC, c.child_index DESC LIMIT ?\
          """;
  private static final String ENDED =
      "SELECT c.child_index, "
          + ExecutionSummary.columnsOf("e")
          + """
          , a.event_payload AS first_row, z.event_payload AS last_row
          FROM map_run_children c
          JOIN executions e ON e.execution_arn = c.execution_arn
          JOIN event_journal a ON a.persistence_id = c.execution_arn AND a.sequence_number = 1
          JOIN event_journal z ON z.persistence_id = c.execution_arn AND z.sequence_number = e.seq_nr
          WHERE c.map_run_arn = ? AND c.child_index > ? AND e.stop_date IS NOT NULL
          ORDER BY c.map_run_arn, c.child_index LIMIT ?\
          """;
  private static final String STATUSES =
      "SELECT execution_arn, status FROM executions WHERE execution_arn IN (%s)";
  private static final int ARNS_MAX = 500;
  private static final String LAST_ROW =
      """
      SELECT event_payload FROM event_journal WHERE persistence_id = ?
      ORDER BY persistence_id DESC, sequence_number DESC LIMIT 1\
      """;

  private final Reads reads;

  public MapRunChildren(Reads reads) {
    this.reads = reads;
  }

  /** The newest row of a Map Run. */
  public Optional<MapRunRow> newestRow(String mapRunArn) {
    return reads.first(
        LAST_ROW, row -> MapRunCodec.decode(row.getBytes("event_payload")), mapRunArn);
  }

  /** The statuses of those of these executions that exist, by ARN. */
  public Map<String, String> statuses(List<String> executionArns) {
    var statuses = new HashMap<String, String>();
    for (var from = 0; from < executionArns.size(); from += ARNS_MAX) {
      var part = executionArns.subList(from, Math.min(from + ARNS_MAX, executionArns.size()));
      reads
          .list(
              STATUSES.formatted(Jdbc.places(part.size())),
              row -> Map.entry(row.getString(1), row.getString(2)),
              part.toArray())
          .forEach(status -> statuses.put(status.getKey(), status.getValue()));
    }
    return statuses;
  }

  /** Children that have ended, with an index after this one, in order. */
  public List<EndedChild> ended(String mapRunArn, long after, int limit) {
    return reads.list(ENDED, MapRunChildren::ended, mapRunArn, after, limit);
  }

  /**
   * Children, the one started last first.
   *
   * @param status only these; null = all
   * @param redriven whether they have been redriven; null = all
   * @param token of the page before; null = from the newest on
   */
  public Page<StartedChild> list(
      String mapRunArn,
      @Nullable String status,
      @Nullable Boolean redriven,
      int max,
      @Nullable String token) {
    var question = "children of " + mapRunArn + " status " + status + " redriven " + redriven;
    var from = PageToken.parse(token, question);
    var wanted = status == null ? "" : status;
    var found =
        reads.list(
            NEWEST,
            MapRunChildren::started,
            mapRunArn,
            from == null ? Long.MAX_VALUE : from.number(),
            wanted,
            wanted,
            Boolean.TRUE.equals(redriven) ? 1 : 0,
            Boolean.FALSE.equals(redriven) ? 0 : Integer.MAX_VALUE,
            max + 1);
    return Page.of(
        found,
        max,
        last -> new PageToken(Instant.EPOCH, Long.toString(last.index())).text(question));
  }

  private static StartedChild started(ResultSet row) throws SQLException {
    return new StartedChild(
        row.getLong("child_index"), row.getInt("items"), ExecutionSummary.read(row));
  }

  private static EndedChild ended(ResultSet row) throws SQLException {
    var first = EventCodec.CURRENT.decode(row.getBytes("first_row"));
    var last = EventCodec.CURRENT.decode(row.getBytes("last_row"));
    return new EndedChild(
        row.getLong("child_index"),
        ExecutionSummary.read(row),
        first.stream()
            .map(Recorded::event)
            .filter(Event.ExecutionStarted.class::isInstance)
            .map(Event.ExecutionStarted.class::cast)
            .findFirst()
            .orElseThrow(),
        last.stream().map(Recorded::event).filter(MapRunChildren::isEnd).findFirst().orElseThrow());
  }

  private static boolean isEnd(Event event) {
    return event instanceof Event.ExecutionSucceeded
        || event instanceof Event.ExecutionFailed
        || event instanceof Event.ExecutionAborted
        || event instanceof Event.ExecutionTimedOut;
  }
}
