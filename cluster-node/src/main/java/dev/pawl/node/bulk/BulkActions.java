package dev.pawl.node.bulk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pawl.engine.execution.Command;
import dev.pawl.node.execution.Executions;
import dev.pawl.node.execution.RedriveOutcome;
import dev.pawl.node.execution.SteerOutcome;
import dev.pawl.node.execution.StopOutcome;
import dev.pawl.persistence.index.BulkOperation;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The actions on living executions. Each is done once however often it is asked for: stopping what
 * has ended changes nothing, a redrive carries the id of the bulk operation as its token, and what
 * stands still, goes on or runs a revision already is left as it is.
 */
public final class BulkActions implements BulkDoor {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Executions executions;
  private final BulkMigration migration;

  public BulkActions(Executions executions, BulkMigration migration) {
    this.executions = executions;
    this.migration = migration;
  }

  @Override
  public CompletionStage<BulkOutcome> act(BulkOperation operation, String executionArn) {
    return switch (BulkAction.valueOf(operation.action())) {
      case STOP -> stop(operation, executionArn);
      case REDRIVE ->
          executions
              .redrive(executionArn, "bulk-" + operation.id())
              .thenApply(outcome -> redriven(executionArn, outcome));
      case PAUSE -> {
        var reason = text(parameters(operation), "reason");
        yield executions
            .steer(executionArn, new Command.PauseExecution(reason))
            .thenApply(outcome -> paused(executionArn, outcome));
      }
      case RESUME ->
          executions
              .steer(executionArn, new Command.ResumeExecution())
              .thenApply(outcome -> resumed(executionArn, outcome));
      case MIGRATE ->
          migration.migrate(operation.id(), executionArn, text(parameters(operation), "targetArn"));
    };
  }

  private CompletionStage<BulkOutcome> stop(BulkOperation operation, String executionArn) {
    var parameters = parameters(operation);
    return executions
        .stop(executionArn, text(parameters, "error"), text(parameters, "cause"))
        .thenApply(outcome ->
            switch (outcome) {
              case StopOutcome.Stopped ignored -> BulkOutcome.DONE;
              case StopOutcome.DoesNotExist ignored -> BulkOutcome.gone(executionArn);
            });
  }

  private static BulkOutcome redriven(String executionArn, RedriveOutcome outcome) {
    return switch (outcome) {
      case RedriveOutcome.Redriven ignored -> BulkOutcome.DONE;
      case RedriveOutcome.DoesNotExist ignored -> BulkOutcome.gone(executionArn);
      case RedriveOutcome.NotRedrivable not -> BulkOutcome.refused(executionArn, not.reason());
    };
  }

  private static BulkOutcome paused(String executionArn, SteerOutcome outcome) {
    return switch (outcome) {
      case SteerOutcome.Done ignored -> BulkOutcome.DONE;
      case SteerOutcome.DoesNotExist ignored -> BulkOutcome.gone(executionArn);
      case SteerOutcome.NotRunning not -> BulkOutcome.refused(executionArn, not.message());
      case SteerOutcome.LimitExceeded limit -> BulkOutcome.refused(executionArn, limit.message());
    };
  }

  /** What has ended stands still no more, whoever has resumed it. */
  private static BulkOutcome resumed(String executionArn, SteerOutcome outcome) {
    return switch (outcome) {
      case SteerOutcome.Done done when done.pause() != null ->
          BulkOutcome.refused(executionArn, "It stands still until its state machine goes on.");
      case SteerOutcome.NotRunning ignored -> BulkOutcome.DONE;
      default -> paused(executionArn, outcome);
    };
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
