package dev.pawl.node.api.pawl;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.engine.json.Json;
import dev.pawl.engine.search.AttributeValue;
import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.node.api.operation.Members;
import dev.pawl.node.api.operation.Pages;
import dev.pawl.persistence.index.ExecutionSearch;
import dev.pawl.persistence.index.ExecutionSummary;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.SearchShapes;
import java.util.Map;

/**
 * Finds executions of all machines. A page may hold fewer than were asked for, or none, and still
 * have a next one: it looks at {@value ExecutionSearch#SCAN_ROWS_MAX} rows at most.
 */
final class SearchExecutions implements Operation.Blocking {

  private final ExecutionSearch search;
  private final Queries queries;
  private final Pages pages;

  SearchExecutions(ExecutionSearch search, Queries queries, Pages pages) {
    this.search = search;
    this.queries = queries;
    this.pages = pages;
  }

  @Override
  public OperationShape shape() {
    return SearchShapes.SEARCH_EXECUTIONS;
  }

  @Override
  public Reply answer(Call call) {
    var input = call.input();
    var filter = queries.read(input);
    var newestFirst = !input.findText("order").orElse("NEWEST_FIRST").equals("OLDEST_FIRST");
    var page = search.page(filter, newestFirst, Pages.size(input), pages.opened(input));
    var attributes =
        search.attributes(page.items().stream().map(ExecutionSummary::executionArn).toList());
    var answer = Members.object();
    var items = answer.putArray("executions");
    for (var execution : page.items()) {
      describe(
          items.addObject(),
          execution,
          attributes.getOrDefault(execution.executionArn(), Map.of()));
    }
    return Reply.of(Members.text(answer, "nextToken", pages.sealed(page.nextToken())));
  }

  private static void describe(
      ObjectNode item, ExecutionSummary execution, Map<String, AttributeValue> attributes) {
    item.put("executionArn", execution.executionArn());
    item.put("stateMachineArn", execution.stateMachineArn());
    item.put("name", execution.name());
    item.put("status", execution.status());
    Members.time(item, "startDate", execution.startDate());
    Members.time(item, "stopDate", execution.stopDate());
    Members.text(item, "stateMachineVersionArn", execution.stateMachineVersionArn());
    Members.text(item, "stateMachineAliasArn", execution.stateMachineAliasArn());
    item.put("redriveCount", execution.redriveCount());
    Members.time(item, "redriveDate", execution.redriveDate());
    var list = item.putArray("attributes");
    attributes.forEach((name, value) -> {
      var attribute = list.addObject().put("name", name);
      attribute.put("value", Json.write(value.json()));
      if (value.truncated()) {
        attribute.put("truncated", true);
      }
    });
  }
}
