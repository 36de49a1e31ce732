package dev.pawl.node.bulk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pawl.node.execution.Executions;
import dev.pawl.node.execution.RedriveOutcome;
import dev.pawl.node.execution.StopOutcome;
import dev.pawl.persistence.index.BulkOperation;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The actions on living executions. Each is done once however often it is asked for: stopping what
 * has ended changes nothing, and a redrive carries the id of the bulk operation as its token.
 */
public final class BulkActions implements BulkDoor {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Executions executions;

  public BulkActions(Executions executions) {
    this.executions = executions;
  }

  @Override
  public CompletionStage<BulkOutcome> act(BulkOperation operation, String executionArn) {
    return switch (BulkAction.valueOf(operation.action())) {
      case STOP -> stop(operation, executionArn);
      case REDRIVE ->
          executions
              .redrive(executionArn, "bulk-" + operation.id())
              .thenApply(outcome -> redriven(executionArn, outcome));
    };
  }

  private CompletionStage<BulkOutcome> stop(BulkOperation operation, String executionArn) {
    var parameters = parameters(operation);
    return executions
        .stop(executionArn, text(parameters, "error"), text(parameters, "cause"))
        .thenApply(outcome ->
            switch (outcome) {
              case StopOutcome.Stopped ignored -> BulkOutcome.DONE;
              case StopOutcome.DoesNotExist ignored -> gone(executionArn);
            });
  }

  private static BulkOutcome redriven(String executionArn, RedriveOutcome outcome) {
    return switch (outcome) {
      case RedriveOutcome.Redriven ignored -> BulkOutcome.DONE;
      case RedriveOutcome.DoesNotExist ignored -> gone(executionArn);
      case RedriveOutcome.NotRedrivable not -> BulkOutcome.refused(executionArn, not.reason());
    };
  }

  private static BulkOutcome gone(String executionArn) {
    return BulkOutcome.refused(
        executionArn, "Expected the execution to exist, but it is gone by now.");
  }

  private static JsonNode parameters(BulkOperation operation) {
    try {
      return JSON.readTree(operation.parameters());
    } catch (JsonProcessingException e) {
      throw new AssertionError("Expected stored parameters to be JSON: " + operation, e);
    }
  }

  private static @Nullable String text(JsonNode parameters, String name) {
    return parameters.path(name).isTextual() ? parameters.path(name).textValue() : null;
  }
}
