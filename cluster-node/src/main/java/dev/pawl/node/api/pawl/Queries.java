package dev.pawl.node.api.pawl;

import dev.pawl.engine.search.Filter;
import dev.pawl.engine.search.IllegalQueryException;
import dev.pawl.engine.search.JsonQuery;
import dev.pawl.engine.search.TextQuery;
import dev.pawl.node.api.ApiError;
import dev.pawl.node.api.operation.Arns;
import dev.pawl.protocol.awsjson.Input;

/** Reads the query of a request: a text in {@code query}, or JSON in {@code filter}. */
final class Queries {

  private final Arns arns;

  Queries(Arns arns) {
    this.arns = arns;
  }

  /**
   * The query; without one, every execution.
   *
   * @throws ApiError ValidationException
   */
  Filter read(Input input) {
    if (input.has("query") && input.has("filter")) {
      throw ApiError.validation("Expected either query or filter, but found both.");
    }
    try {
      var filter = input.opaqueOrNull("filter");
      return filter == null
          ? TextQuery.parse(input.findText("query").orElse(""), arns::stateMachine)
          : JsonQuery.parse(filter, arns::stateMachine);
    } catch (IllegalQueryException e) {
      throw ApiError.validation(e.getMessage());
    }
  }

  /**
   * The query as a text that is kept and read again.
   *
   * @throws ApiError ValidationException, also if the text would be too long or too deep
   */
  String text(Input input) {
    var text = read(input).text();
    try {
      TextQuery.parse(text, arns::stateMachine);
      return text;
    } catch (IllegalQueryException e) {
      throw ApiError.validation(e.getMessage());
    }
  }
}
