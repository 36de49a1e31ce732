package dev.pawl.engine.execution;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.engine.asl.MapItem;
import dev.pawl.engine.asl.MapState;
import dev.pawl.engine.asl.StateType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The context object that {@code $$} and {@code $states.context} show (developer guide, "Accessing
 * execution data").
 */
final class ContextObject {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private ContextObject() {}

  /**
   * @param taskToken the token of the attempt about to be scheduled, for the patterns that have one
   * @param item the item an ItemSelector is evaluated for; otherwise the enclosing iteration's
   *     shows
   */
  static ObjectNode of(Run run, Scope scope, @Nullable String taskToken, @Nullable MapItem item) {
    var context = JSON.objectNode();
    context.set("Execution", execution(run));
    context.set("StateMachine", stateMachine(run.origin()));
    context.set("State", state(scope.visit()));
    if (taskToken != null) {
      context.putObject("Task").put("Token", taskToken);
    }
    Optional.ofNullable(item)
        .or(() -> enclosingItem(run, scope))
        .ifPresent(found -> context.putObject("Map").set("Item", item(found)));
    return context;
  }

  private static ObjectNode execution(Run run) {
    var origin = run.origin();
    var node = JSON.objectNode();
    node.put("Id", origin.executionArn());
    node.set("Input", origin.input().node());
    node.put("StartTime", String.valueOf(run.execution().startedAt()));
    node.put("Name", origin.name());
    node.put("RoleArn", origin.roleArn());
    if (!origin.express()) {
      node.put("RedriveCount", run.execution().redriveCount());
      if (run.execution().redrivenAt() != null) {
        node.put("RedriveTime", String.valueOf(run.execution().redrivenAt()));
      }
    }
    return node;
  }

  private static ObjectNode stateMachine(Event.ExecutionStarted origin) {
    var arn = origin.stateMachineArn();
    return JSON.objectNode().put("Id", arn).put("Name", arn.substring(arn.lastIndexOf(':') + 1));
  }

  private static ObjectNode state(Visit visit) {
    var node = JSON.objectNode();
    node.put("Name", visit.state());
    node.put("EnteredTime", visit.enteredAt().toString());
    if (visit.type() == StateType.TASK
        || visit.type() == StateType.PARALLEL
        || visit.type() == StateType.MAP) {
      node.put("RetryCount", visit.retryCount());
    }
    return node;
  }

  private static ObjectNode item(MapItem item) {
    var node = JSON.objectNode();
    node.put("Index", item.index());
    if (item.key() != null) {
      node.put("Key", item.key());
    }
    node.set("Value", item.value());
    return node;
  }

  private static Optional<MapItem> enclosingItem(Run run, Scope scope) {
    for (var inner = scope; !inner.isRoot(); inner = run.execution().scope(inner.parent())) {
      var outer = run.execution().scope(inner.parent());
      if (run.state(outer) instanceof MapState map
          && Phase.Forked.in(outer.visit()).items() instanceof dev.pawl.engine.json.Payload items) {
        return Optional.of(map.item(items, inner.index()));
      }
    }
    return Optional.empty();
  }
}
