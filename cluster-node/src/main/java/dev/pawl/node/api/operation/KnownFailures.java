package dev.pawl.node.api.operation;

import dev.pawl.node.api.ApiError;
import dev.pawl.node.api.Failures;
import dev.pawl.node.execution.Overloaded;
import dev.pawl.node.function.FunctionThrottled;
import dev.pawl.node.function.FunctionUnavailable;
import dev.pawl.node.task.ActivityPollersExceeded;
import dev.pawl.node.task.Functions;
import dev.pawl.persistence.jdbc.DatabaseUnavailableException;
import dev.pawl.persistence.jdbc.InvalidPageTokenException;
import dev.pawl.persistence.journal.JournalOverloadedException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What the parts of a node throw when they cannot do what was asked, as errors of AWS. */
public final class KnownFailures implements Failures.Translation {

  @Override
  public @Nullable ApiError translate(Throwable failure) {
    return switch (failure) {
      case Overloaded ignored -> ApiError.throttled();
      case JournalOverloadedException ignored -> ApiError.throttled();
      case DatabaseUnavailableException ignored ->
          ApiError.unavailable("The database cannot be reached; ask again.");
      case TimeoutException ignored ->
          ApiError.unavailable("The answer did not come in time; ask again.");
      case InvalidPageTokenException ignored -> StepFunctionsErrors.invalidToken();
      case ActivityPollersExceeded ignored -> StepFunctionsErrors.activityWorkerLimitExceeded();
      case Functions.FunctionNotFound missing -> LambdaErrors.notFound(missing.functionArn());
      case FunctionThrottled throttled -> LambdaErrors.throttled(throttled.reason().label());
      case FunctionUnavailable unavailable ->
          LambdaErrors.serviceException(String.valueOf(unavailable.getMessage()));
      default -> null;
    };
  }
}
