package dev.pawl.node.api.operation;

import dev.pawl.engine.execution.Event;
import dev.pawl.engine.execution.Pinned;
import dev.pawl.engine.execution.Recorded;
import dev.pawl.engine.execution.Revision;
import dev.pawl.persistence.index.ExecutionHistories;
import dev.pawl.persistence.index.ExecutionIndex;
import dev.pawl.persistence.index.ExecutionSummary;
import java.util.List;
import java.util.Optional;

/** Executions as the database knows them; never asks the living one, which may be stale. Blocks. */
final class StoredExecutions {

  private final ExecutionIndex index;
  private final ExecutionHistories histories;

  StoredExecutions(ExecutionIndex index, ExecutionHistories histories) {
    this.index = index;
    this.histories = histories;
  }

  ExecutionIndex index() {
    return index;
  }

  ExecutionHistories histories() {
    return histories;
  }

  ExecutionSummary get(String executionArn) {
    return index
        .find(executionArn)
        .orElseThrow(() -> StepFunctionsErrors.executionDoesNotExist(executionArn));
  }

  Event.ExecutionStarted started(String executionArn) {
    return event(histories.first(executionArn), Event.ExecutionStarted.class)
        .orElseThrow(() -> StepFunctionsErrors.executionDoesNotExist(executionArn));
  }

  /** Its start, pinned to what it runs now. */
  Event.ExecutionStarted pinned(String executionArn) {
    var started = started(executionArn);
    return index
        .migratedTo(executionArn)
        .map(to ->
            started.pinnedTo(
                new Pinned(
                    to.definitionHash(),
                    to.roleArn(),
                    new Revision(
                        to.revisionId(),
                        to.versionArn(),
                        to.aliasArn(),
                        started.revision().logging(),
                        to.at()))))
        .orElse(started);
  }

  /** The event that ended it, which is in its last row; empty while it runs. */
  Optional<Event> end(ExecutionSummary execution) {
    if (execution.stopDate() == null) {
      return Optional.empty();
    }
    return events(histories.last(execution.executionArn())).stream()
        .map(Recorded::event)
        .filter(StoredExecutions::isEnd)
        .findFirst();
  }

  /** How long its history is. */
  long lastEventId(String executionArn) {
    return events(histories.last(executionArn)).stream().mapToLong(Recorded::id).max().orElse(0);
  }

  private static boolean isEnd(Event event) {
    return event instanceof Event.ExecutionSucceeded
        || event instanceof Event.ExecutionFailed
        || event instanceof Event.ExecutionAborted
        || event instanceof Event.ExecutionTimedOut;
  }

  private static <E extends Event> Optional<E> event(
      Optional<ExecutionHistories.HistoryRow> row, Class<E> type) {
    return events(row).stream()
        .map(Recorded::event)
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst();
  }

  private static List<Recorded> events(Optional<ExecutionHistories.HistoryRow> row) {
    return row.map(ExecutionHistories.HistoryRow::events).orElse(List.of());
  }
}
