package dev.pawl.node.maprun;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.engine.asl.ResultWriter.WriterConfig;
import dev.pawl.engine.execution.Event;
import dev.pawl.engine.json.Payload;
import dev.pawl.persistence.index.MapRunChildren;
import dev.pawl.persistence.index.MapRunChildren.EndedChild;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * What has come of the children, in the order of the items (developer guide, "ResultWriter").
 * Nothing of it is kept: the children are read from the database page by page.
 */
final class Results {
  private static final int PAGE = 200;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** The outputs together are larger than a payload may be. */
  static final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLarge() {
      super("The results are larger than a payload may be.", null, false, false);
    }
  }

  private Results() {}

  /** The children that have ended. */
  static Iterator<EndedChild> all(MapRunChildren children, String mapRunArn) {
    return new Iterator<>() {
      private Iterator<EndedChild> page = List.<EndedChild>of().iterator();
      private long last = -1;
      private boolean isLastPage;

      @Override
      public boolean hasNext() {
        if (!page.hasNext() && !isLastPage) {
          var found = children.ended(mapRunArn, last, PAGE);
          isLastPage = found.size() < PAGE;
          page = found.iterator();
        }
        return page.hasNext();
      }

      @Override
      public EndedChild next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        var child = page.next();
        last = child.index();
        return child;
      }
    };
  }

  /**
   * The results as the output of the state.
   *
   * @throws TooLarge when they have more bytes than that
   */
  static Payload inline(Iterator<EndedChild> children, WriterConfig config, int bytesMax) {
    var array = JSON.arrayNode();
    var bytes = 2L;
    while (children.hasNext()) {
      for (var result : of(children.next(), config, "COMPACT")) {
        bytes += result.utf8Bytes() + 1;
        if (bytes > bytesMax + 1L) {
          throw new TooLarge();
        }
        array.add(result.node());
      }
    }
    return Payload.of(array);
  }

  /**
   * What is told of one child.
   *
   * @param otherwise the transformation where none is given
   */
  static List<Payload> of(EndedChild child, WriterConfig config, String otherwise) {
    var transformation = config.transformation().orElse(otherwise);
    if (transformation.equals("NONE")
        || !(child.end() instanceof Event.ExecutionSucceeded succeeded)) {
      return List.of(Payload.of(described(child)));
    }
    var output = succeeded.output();
    return transformation.equals("FLATTEN") && output.node().isArray()
        ? elements(output.node())
        : List.of(output);
  }

  private static List<Payload> elements(JsonNode array) {
    var elements = new java.util.ArrayList<Payload>();
    array.forEach(element -> elements.add(Payload.of(element)));
    return elements;
  }

  /** As DescribeExecution tells of it, in the members and the order of AWS's result files. */
  static ObjectNode described(EndedChild child) {
    var node = JSON.objectNode();
    switch (child.end()) {
      case Event.ExecutionFailed e -> error(node, e.error(), e.cause());
      case Event.ExecutionTimedOut e -> error(node, e.error(), e.cause());
      case Event.ExecutionAborted e -> error(node, e.error(), e.cause());
      default -> {}
    }
    node.put("ExecutionArn", child.execution().executionArn());
    data(node, "Input", child.start().input());
    node.put("Name", child.execution().name());
    if (child.end() instanceof Event.ExecutionSucceeded succeeded) {
      data(node, "Output", succeeded.output());
    } else {
      node.putObject("OutputDetails").put("Included", true);
    }
    node.put("RedriveCount", child.execution().redriveCount());
    if (child.execution().redriveDate() != null) {
      node.put("RedriveDate", child.execution().redriveDate().toString());
    }
    if (child.end() instanceof Event.ExecutionSucceeded) {
      node.put("RedriveStatus", "NOT_REDRIVABLE");
      node.put("RedriveStatusReason", "Execution is SUCCEEDED and cannot be redriven");
    } else {
      node.put("RedriveStatus", "REDRIVABLE");
    }
    node.put("StartDate", child.execution().startDate().toString());
    node.put("StateMachineArn", child.execution().stateMachineArn());
    node.put("Status", child.execution().status());
    node.put("StopDate", String.valueOf(child.execution().stopDate()));
    return node;
  }

  private static void data(ObjectNode node, String member, Payload payload) {
    node.put(member, payload.text());
    node.putObject(member + "Details").put("Included", true);
  }

  private static void error(ObjectNode node, @Nullable String error, @Nullable String cause) {
    if (cause != null) {
      node.put("Cause", cause);
    }
    if (error != null) {
      node.put("Error", error);
    }
  }
}
