package dev.pawl.node.api.operation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.pawl.engine.execution.Recorded;
import dev.pawl.engine.history.HistoryView;
import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.persistence.index.ExecutionHistories;
import dev.pawl.persistence.index.ExecutionHistories.HistoryRow;
import dev.pawl.persistence.jdbc.PageToken;
import dev.pawl.protocol.awsjson.Input;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.StepFunctionsShapes;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Shows the history of a Standard execution, out of its journal. A page ends where it has so many
 * events or so many characters; memory holds a few rows at a time.
 */
final class GetExecutionHistory implements Operation.Blocking {

  private static final int ROWS_AT_ONCE = 50;

  /** An event may carry 256 KiB, and a page may have 1,000 events. */
  private static final int PAGE_CHARACTERS_MAX = 8 * 1024 * 1024;

  private final StoredExecutions executions;
  private final Pages pages;
  private final String region;

  GetExecutionHistory(StoredExecutions executions, Pages pages, String region) {
    this.executions = executions;
    this.pages = pages;
    this.region = region;
  }

  /** What one request asks for; {@code fromId} is the first event of the page. */
  private record Question(
      String executionArn, boolean reverse, boolean data, int size, @Nullable Long fromId) {

    /** What a token is good for. */
    static String text(String arn, boolean reverse, boolean data) {
      return "history of " + arn + (reverse ? " reverse" : "") + (data ? "" : " without data");
    }

    String text() {
      return text(executionArn, reverse, data);
    }
  }

  @Override
  public OperationShape shape() {
    return StepFunctionsShapes.GET_EXECUTION_HISTORY;
  }

  @Override
  public Reply answer(Call call) {
    var question = question(call.input());
    executions.get(question.executionArn());
    var answer = Members.object();
    var next = fill(answer.putArray("events"), question);
    if (next != null) {
      var token = new PageToken(Instant.EPOCH, Long.toString(next)).text(question.text());
      Members.text(answer, "nextToken", pages.sealed(token));
    }
    return Reply.of(answer);
  }

  private Question question(Input input) {
    var arn = Arns.checkedExecution(input.text("executionArn"));
    var reverse = input.flag("reverseOrder", false);
    var data = input.flag("includeExecutionData", true);
    var token = PageToken.parse(pages.opened(input), Question.text(arn, reverse, data));
    return new Question(
        arn, reverse, data, Pages.size(input), token == null ? null : id(token.name()));
  }

  private static Long id(String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      throw StepFunctionsErrors.invalidToken();
    }
  }

  /** Adds the events of the page; returns the id of the next one, or null at the end. */
  private @Nullable Long fill(ArrayNode events, Question question) {
    var view = new HistoryView(region, question.data());
    var reader = new Reader(executions.histories(), question);
    var characters = 0L;
    for (var recorded = reader.next(); recorded != null; recorded = reader.next()) {
      if (events.size() == question.size()
          || (characters > PAGE_CHARACTERS_MAX && !events.isEmpty())) {
        return recorded.id();
      }
      var text = view.toApi(recorded).toString();
      characters += text.length();
      events.addRawValue(new RawValue(text));
    }
    return null;
  }

  /**
   * Walks over the events that the API shows, in the order asked for, reading a few rows at a time.
   */
  private static final class Reader {
    private final ExecutionHistories histories;
    private final Question question;
    private final long edge;
    private List<Recorded> events = List.of();
    private int position;
    private long lastSeqNr;
    private boolean exhausted;

    Reader(ExecutionHistories histories, Question question) {
      this.histories = histories;
      this.question = question;
      var from = question.fromId();
      this.edge = from != null ? from : question.reverse() ? Long.MAX_VALUE : 1;
      this.lastSeqNr = question.reverse() ? Long.MAX_VALUE : 0;
    }

    @Nullable Recorded next() {
      while (position == events.size() && !exhausted) {
        read();
      }
      return position < events.size() ? events.get(position++) : null;
    }

    private void read() {
      var rows =
          question.reverse()
              ? histories.descending(question.executionArn(), 1, edge, lastSeqNr, ROWS_AT_ONCE)
              : histories.ascending(
                  question.executionArn(), edge, Long.MAX_VALUE, lastSeqNr, ROWS_AT_ONCE);
      exhausted = rows.size() < ROWS_AT_ONCE;
      if (!rows.isEmpty()) {
        lastSeqNr = rows.getLast().seqNr();
      }
      events = rows.stream().flatMap(row -> shown(row).stream()).toList();
      position = 0;
    }

    private List<Recorded> shown(HistoryRow row) {
      var shown =
          row.events().stream().filter(HistoryView::isShown).filter(this::isWanted).toList();
      return question.reverse() ? shown.reversed() : shown;
    }

    private boolean isWanted(Recorded recorded) {
      return question.reverse() ? recorded.id() <= edge : recorded.id() >= edge;
    }
  }
}
