package dev.pawl.node.api.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.engine.history.HistoryView;
import dev.pawl.persistence.index.ExecutionHistories;
import dev.pawl.persistence.index.ExecutionIndex;
import java.util.List;

/**
 * The history of a Standard execution piece by piece, for those who follow it while it runs. Reads
 * the database only. Blocks.
 */
public final class FollowedHistory {

  /** A row is one decision; memory holds those of one piece. */
  private static final int ROWS_AT_ONCE = 50;

  private final StoredExecutions executions;
  private final String region;

  public FollowedHistory(ExecutionIndex index, ExecutionHistories histories, String region) {
    this.executions = new StoredExecutions(index, histories);
    this.region = region;
  }

  /**
   * Some events in their order.
   *
   * @param events as GetExecutionHistory describes them
   * @param lastSeqNr the row that the next piece comes behind: all up to it have been read
   * @param isLast nothing comes behind it any more, unless the execution is redriven
   * @param more whether there may be more to read right now
   */
  public record Piece(List<ObjectNode> events, long lastSeqNr, boolean isLast, boolean more) {
    public Piece {
      events = List.copyOf(events);
    }
  }

  /**
   * Reads on.
   *
   * @param afterEventId the last event that is known
   * @param afterSeqNr the row of it, or one before
   * @param data whether inputs and outputs are shown
   * @throws dev.pawl.node.api.ApiError if there is no such execution
   */
  public Piece read(String executionArn, long afterEventId, long afterSeqNr, boolean data) {
    // In this order: of one that has ended, all rows are there.
    var execution = executions.get(Arns.checkedExecution(executionArn));
    var rows =
        executions
            .histories()
            .ascending(executionArn, afterEventId + 1, Long.MAX_VALUE, afterSeqNr, ROWS_AT_ONCE);
    var view = new HistoryView(region, data);
    var events =
        rows.stream()
            .flatMap(row -> row.events().stream())
            .filter(HistoryView::isShown)
            .filter(recorded -> recorded.id() > afterEventId)
            .map(view::toApi)
            .toList();
    var more = rows.size() == ROWS_AT_ONCE;
    var lastRow = rows.isEmpty() ? afterSeqNr : rows.getLast().seqNr();
    var lastSeqNr = more ? lastRow : Math.max(lastRow, execution.seqNr());
    return new Piece(events, lastSeqNr, !more && execution.stopDate() != null, more);
  }
}
