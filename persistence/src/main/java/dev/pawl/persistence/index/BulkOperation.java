package dev.pawl.persistence.index;

import dev.pawl.persistence.jdbc.Jdbc;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that is to be done to all executions that a query finds, and how far that is.
 *
 * @param query as text
 * @param parameters JSON that the action knows
 * @param dryRun only counts
 * @param nextToken of the search: where the next page begins; null = at the beginning, or {@code
 *     page} is the last one
 * @param page the executions that are being worked on; they are worked on again after a crash
 * @param matched executions found so far, those of {@code page} not among them
 * @param lastRefusal why the last refused execution was
 * @param version grows with every change
 */
public record BulkOperation(
    String id,
    String action,
    String query,
    String parameters,
    boolean dryRun,
    int maxPerSecond,
    String status,
    Instant startDate,
    @Nullable Instant stopDate,
    @Nullable String nextToken,
    List<String> page,
    Counts counts,
    @Nullable String lastRefusal,
    @Nullable String leaseOwner,
    long version) {

  public static final String RUNNING = "RUNNING";
  public static final String SUCCEEDED = "SUCCEEDED";
  public static final String STOPPED = "STOPPED";
  public static final String FAILED = "FAILED";

  static final String COLUMNS =
      "bulk_operation_id, action, query, parameters, dry_run, max_per_second, status, start_date,"
          + " stop_date, next_token, page, matched, succeeded, refused, last_refusal, lease_owner,"
          + " version";

  private static final String SEPARATOR = "\n";

  /**
   * How many executions were found, and of how many of them what became.
   *
   * @param refused the action could not be done to them
   */
  public record Counts(long matched, long succeeded, long refused) {

    public static final Counts NONE = new Counts(0, 0, 0);

    public Counts plus(Counts more) {
      return new Counts(matched + more.matched, succeeded + more.succeeded, refused + more.refused);
    }
  }

  public BulkOperation {
    page = List.copyOf(page);
    startDate = Jdbc.stored(startDate);
  }

  /** One that has just begun. */
  public static BulkOperation begun(
      String id,
      String action,
      String query,
      String parameters,
      boolean dryRun,
      int maxPerSecond,
      Instant at) {
    return new BulkOperation(
        id,
        action,
        query,
        parameters,
        dryRun,
        maxPerSecond,
        RUNNING,
        at,
        null,
        null,
        List.of(),
        Counts.NONE,
        null,
        null,
        1);
  }

  public boolean isRunning() {
    return status.equals(RUNNING);
  }

  /** With a page to be worked on. */
  public BulkOperation with(List<String> newPage, @Nullable String newNextToken) {
    return new BulkOperation(
        id,
        action,
        query,
        parameters,
        dryRun,
        maxPerSecond,
        status,
        startDate,
        stopDate,
        newNextToken,
        newPage,
        counts,
        lastRefusal,
        leaseOwner,
        version);
  }

  /** With nothing to be worked on, and so many more counted. */
  public BulkOperation counted(Counts more, @Nullable String refusal) {
    return new BulkOperation(
        id,
        action,
        query,
        parameters,
        dryRun,
        maxPerSecond,
        status,
        startDate,
        stopDate,
        nextToken,
        List.of(),
        counts.plus(more),
        refusal == null ? lastRefusal : refusal,
        leaseOwner,
        version);
  }

  /** Over. */
  public BulkOperation ended(String newStatus, Instant at, @Nullable String why) {
    return new BulkOperation(
        id,
        action,
        query,
        parameters,
        dryRun,
        maxPerSecond,
        newStatus,
        startDate,
        at,
        nextToken,
        page,
        counts,
        why == null ? lastRefusal : why,
        null,
        version);
  }

  BulkOperation changed(String owner) {
    return new BulkOperation(
        id,
        action,
        query,
        parameters,
        dryRun,
        maxPerSecond,
        status,
        startDate,
        stopDate,
        nextToken,
        page,
        counts,
        lastRefusal,
        isRunning() ? owner : null,
        version + 1);
  }

  String pageText() {
    return String.join(SEPARATOR, page);
  }

  static BulkOperation read(ResultSet row) throws SQLException {
    var page = row.getString("page");
    return new BulkOperation(
        row.getString("bulk_operation_id"),
        row.getString("action"),
        row.getString("query"),
        row.getString("parameters"),
        row.getBoolean("dry_run"),
        row.getInt("max_per_second"),
        row.getString("status"),
        Jdbc.instant(row, "start_date"),
        Jdbc.instantOrNull(row, "stop_date"),
        row.getString("next_token"),
        page == null || page.isEmpty() ? List.of() : List.of(page.split(SEPARATOR)),
        new Counts(row.getLong("matched"), row.getLong("succeeded"), row.getLong("refused")),
        row.getString("last_refusal"),
        row.getString("lease_owner"),
        row.getLong("version"));
  }
}
