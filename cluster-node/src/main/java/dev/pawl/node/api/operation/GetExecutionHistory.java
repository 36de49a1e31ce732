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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Shows the history of a Standard execution, out of its journal. A page ends where it has so many
 * events or so many characters; memory holds a few rows at a time. A token names the row where the
 * next page begins, so that a page costs the same wherever in a history it is.
 */
final class GetExecutionHistory implements Operation.Blocking {

  private static final int FIRST_ROWS = 2;
  private static final int ROWS_MAX = 200;
  private static final long READ_BYTES = 2 << 20;

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

  /** An event and the row it is in; 0 = not known. */
  private record Place(long id, long seqNr) {

    String text() {
      return id + "." + seqNr;
    }

    static Place parse(String text) {
      try {
        var dot = text.indexOf('.');
        return dot < 0
            ? new Place(Long.parseLong(text), 0)
            : new Place(
                Long.parseLong(text.substring(0, dot)), Long.parseLong(text.substring(dot + 1)));
      } catch (NumberFormatException e) {
        throw StepFunctionsErrors.invalidToken();
      }
    }
  }

  /** What one request asks for; {@code from} is the first event of the page. */
  private record Question(
      String executionArn, boolean reverse, boolean data, int size, @Nullable Place from) {

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
      var token = new PageToken(Instant.EPOCH, next.text()).text(question.text());
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
        arn, reverse, data, Pages.size(input), token == null ? null : Place.parse(token.name()));
  }

  /** Adds the events of the page; returns the next one, or null at the end. */
  private @Nullable Place fill(ArrayNode events, Question question) {
    var view = new HistoryView(region, question.data());
    var reader = new Reader(executions.histories(), question);
    var characters = 0L;
    for (var recorded = reader.next(); recorded != null; recorded = reader.next()) {
      if (events.size() == question.size()
          || (characters > PAGE_CHARACTERS_MAX && !events.isEmpty())) {
        return new Place(recorded.id(), reader.seqNr());
      }
      var text = view.toApi(recorded).toString();
      characters += text.length();
      events.addRawValue(new RawValue(text));
    }
    return null;
  }

  /**
   * Walks over the events that the API shows, in the order asked for, reading a few rows at a time:
   * as many as fit by the size of those before.
   */
  private static final class Reader {
    private final ExecutionHistories histories;
    private final Question question;
    private final long edge;
    private final long farEdge;
    private final Deque<HistoryRow> rows = new ArrayDeque<>();
    private List<Recorded> events = List.of();
    private int position;
    private long seqNr;
    private long lastSeqNr;
    private int atOnce = FIRST_ROWS;
    private boolean exhausted;

    Reader(ExecutionHistories histories, Question question) {
      this.histories = histories;
      this.question = question;
      var from = question.from();
      var seqNr = from == null ? 0 : from.seqNr();
      if (question.reverse()) {
        this.edge = from == null ? Long.MAX_VALUE : from.id();
        this.farEdge = from == null ? 1 : Math.max(1, edge - question.size());
        this.lastSeqNr = seqNr == 0 ? Long.MAX_VALUE : seqNr + 1;
      } else {
        this.edge = from == null ? 1 : from.id();
        this.farEdge = edge + question.size();
        this.lastSeqNr = Math.max(0, seqNr - 1);
      }
    }

    /** The row of the event that was given last. */
    long seqNr() {
      return seqNr;
    }

    @Nullable Recorded next() {
      while (position == events.size() && !(exhausted && rows.isEmpty())) {
        if (rows.isEmpty()) {
          read();
        } else {
          open(rows.remove());
        }
      }
      return position < events.size() ? events.get(position++) : null;
    }

    /**
     * Rows beyond the far edge belong to the next page; one event of it tells that there is one.
     */
    private void read() {
      var arn = question.executionArn();
      var read =
          question.reverse()
              ? histories.descending(arn, farEdge, edge, lastSeqNr, atOnce)
              : histories.ascending(arn, edge, farEdge, lastSeqNr, atOnce);
      exhausted = read.size() < atOnce;
      if (!read.isEmpty()) {
        lastSeqNr = read.getLast().seqNr();
        var bytes = read.stream().mapToLong(HistoryRow::bytes).sum();
        atOnce = (int) Math.clamp(READ_BYTES * read.size() / Math.max(1, bytes), 1, ROWS_MAX);
      }
      rows.addAll(read);
    }

    private void open(HistoryRow row) {
      var shown =
          row.events().stream().filter(HistoryView::isShown).filter(this::isWanted).toList();
      events = question.reverse() ? shown.reversed() : shown;
      position = 0;
      seqNr = row.seqNr();
    }

    private boolean isWanted(Recorded recorded) {
      return question.reverse() ? recorded.id() <= edge : recorded.id() >= edge;
    }
  }
}
