package dev.pawl.node.api.pawl;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.engine.execution.Event;
import dev.pawl.engine.execution.Exported;
import dev.pawl.engine.execution.PinnedDefinition;
import dev.pawl.engine.execution.Recorded;
import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.node.api.operation.Arns;
import dev.pawl.node.api.operation.Members;
import dev.pawl.node.api.operation.Pages;
import dev.pawl.node.api.operation.StepFunctionsErrors;
import dev.pawl.persistence.index.ExecutionHistories.HistoryRow;
import dev.pawl.persistence.index.ExecutionSummary;
import dev.pawl.persistence.jdbc.PageToken;
import dev.pawl.persistence.journal.ReadableRows;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.PawlShapes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Gives an execution away as a file that {@code pawl replay} runs: its journal, row by row, the
 * definitions that it has run, and what the index knows of it. Page by page: a page ends where its
 * rows have so many bytes, and the rows are those there were at the first page. Secrets are left
 * out: see {@link Exported}.
 */
final class ExportExecution implements Operation.Blocking {

  /** Of the file. A reader refuses what is newer. */
  static final int FORMAT_VERSION = 1;

  /** A page has at least one row, and no more when they are larger than this together. */
  private static final int PAGE_BYTES = 4 * 1024 * 1024;

  private static final int ROWS_AT_ONCE = 16;

  private final LineageOperations.Parts parts;
  private final Pages pages;

  ExportExecution(LineageOperations.Parts parts, Pages pages) {
    this.parts = parts;
    this.pages = pages;
  }

  @Override
  public OperationShape shape() {
    return PawlShapes.EXPORT_EXECUTION;
  }

  @Override
  public Reply answer(Call call) {
    var arn = Arns.checkedExecution(call.input().text("executionArn"));
    var execution =
        parts.index().find(arn).orElseThrow(() -> StepFunctionsErrors.executionDoesNotExist(arn));
    var question = "export of " + arn;
    var token = PageToken.parse(pages.opened(call.input()), question);
    var place = token == null ? new Place(0, execution.seqNr()) : Place.parse(token.name());
    var rows = rows(arn, place);
    var answer = Members.object().put("formatVersion", FORMAT_VERSION);
    describe(answer.putObject("execution"), execution, place);
    quotas(answer.putObject("quotas"));
    fill(answer, arn, rows);
    var last = rows.isEmpty() ? place.to() : rows.getLast().seqNr();
    if (last < place.to()) {
      var next = new PageToken(Instant.EPOCH, new Place(last, place.to()).text()).text(question);
      Members.text(answer, "nextToken", pages.sealed(next));
    }
    return Reply.of(answer);
  }

  /** Behind which row a page begins, and which is the last one of all. */
  private record Place(long after, long to) {

    String text() {
      return after + "." + to;
    }

    static Place parse(String text) {
      var dot = text.indexOf('.');
      try {
        return new Place(
            Long.parseLong(text.substring(0, dot)), Long.parseLong(text.substring(dot + 1)));
      } catch (NumberFormatException | IndexOutOfBoundsException e) {
        throw StepFunctionsErrors.invalidToken();
      }
    }
  }

  private List<HistoryRow> rows(String arn, Place place) {
    var rows = new ArrayList<HistoryRow>();
    var bytes = 0L;
    var last = place.after();
    while (true) {
      var read = parts.histories().rows(arn, last, place.to(), ROWS_AT_ONCE);
      if (read.isEmpty()) {
        return rows;
      }
      for (var row : read) {
        if (!rows.isEmpty() && bytes + row.bytes() > PAGE_BYTES) {
          return rows;
        }
        rows.add(row);
        bytes += row.bytes();
      }
      last = rows.getLast().seqNr();
    }
  }

  private static void describe(ObjectNode node, ExecutionSummary execution, Place place) {
    node.put("executionArn", execution.executionArn());
    node.put("stateMachineArn", execution.stateMachineArn());
    node.put("name", execution.name());
    node.put("status", execution.status());
    Members.time(node, "startDate", execution.startDate());
    Members.time(node, "stopDate", execution.stopDate());
    node.put("redriveCount", execution.redriveCount());
    node.put("rows", place.to());
  }

  /** Those that decide what an execution does. */
  private void quotas(ObjectNode node) {
    node.put("historyEventsMax", parts.quotas().historyEventsMax());
    node.put("payloadBytesMax", parts.quotas().payloadBytesMax());
    node.put("inlineConcurrencyMax", parts.quotas().inlineConcurrencyMax());
    node.put("executionDurationMax", parts.quotas().executionDurationMax().toString());
  }

  private void fill(ObjectNode answer, String arn, List<HistoryRow> rows) {
    var exported = new Exported(started(arn));
    var hashes = new LinkedHashSet<String>();
    var list = answer.putArray("rows");
    for (var row : rows) {
      var events = exported.of(row.events());
      events.forEach(recorded -> addHash(hashes, recorded.event()));
      list.addObject().put("seqNr", row.seqNr()).set("events", ReadableRows.write(events));
    }
    var definitions = answer.putArray("definitions");
    for (var hash : hashes) {
      var text =
          parts
              .stateMachines()
              .definition(hash)
              .orElseThrow(
                  () -> new AssertionError("Expected definition " + hash + " to be kept."));
      definitions.addObject().put("hash", hash).put("definition", text);
    }
  }

  private Event.ExecutionStarted started(String arn) {
    return parts.histories().first(arn).stream()
        .flatMap(row -> row.events().stream())
        .map(Recorded::event)
        .filter(Event.ExecutionStarted.class::isInstance)
        .map(Event.ExecutionStarted.class::cast)
        .findFirst()
        .orElseThrow(() -> StepFunctionsErrors.executionDoesNotExist(arn));
  }

  private static void addHash(Set<String> hashes, Event event) {
    switch (event) {
      case Event.ExecutionStarted e ->
          hashes.add(PinnedDefinition.parse(e.definitionHash()).hash());
      case Event.ExecutionMigrated e ->
          hashes.add(PinnedDefinition.parse(e.to().definitionHash()).hash());
      default -> {}
    }
  }
}
