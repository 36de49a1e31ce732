package dev.pawl.node.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.engine.execution.Quotas;
import dev.pawl.node.api.auth.AccessRefused;
import dev.pawl.node.api.auth.Principal;
import dev.pawl.node.observe.ApiMeters;
import dev.pawl.node.trace.Tracing;
import dev.pawl.protocol.awsjson.Input;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.PayloadLimits;
import dev.pawl.protocol.awsjson.Reading;
import dev.pawl.protocol.awsjson.RequestReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The operations of Step Functions, and Pawl's own, for callers that speak another protocol than
 * AWS's: the same shapes, checks, limits and answers. Whatever goes wrong is an {@link ApiError}.
 */
public final class OperationCalls {

  private static final byte[] NOTHING = {};
  private static final String NO_ENDPOINT = "";

  private final Map<String, Operation> operations = new HashMap<>();
  private final PayloadLimits limits;
  private final OperationRunner runner;
  private final Failures failures;
  private final ApiMeters meters;
  private final Tracing tracing;
  private final Principal caller;

  /**
   * @param quotas of this node
   */
  public OperationCalls(Apis apis, Quotas quotas) {
    this.limits = new PayloadLimits(quotas.payloadBytesMax(), quotas.definitionBytesMax());
    apis.stepFunctions().forEach(o -> operations.put(o.shape().name(), o));
    apis.pawl().forEach(o -> operations.put(o.shape().name(), o));
    this.runner = apis.runner();
    this.failures = apis.failures();
    this.meters = apis.meters();
    this.tracing = apis.tracing();
    this.caller = apis.gate().everybody();
  }

  /** Calls an operation as a request of its own. */
  public CompletionStage<JsonNode> call(OperationShape shape, ObjectNode members) {
    return call(shape, members, UUID.randomUUID().toString());
  }

  /**
   * Calls an operation.
   *
   * @param members as AWS-JSON has them
   * @param invocationId the same for a request that is sent again
   */
  public CompletionStage<JsonNode> call(
      OperationShape shape, ObjectNode members, String invocationId) {
    var requestId = UUID.randomUUID().toString();
    var metered = meters.begin(shape.name());
    var traced = tracing.begin(shape.name(), Optional.empty(), Optional.empty());
    return answer(shape, members, requestId, invocationId, traced.header())
        .thenApply(Reply::json)
        .exceptionally(failure -> {
          var error = failures.error(failure, shape.name(), requestId);
          metered.refused(error.type());
          traced.refused(error.type());
          throw new CompletionException(error);
        })
        .whenComplete((answer, failure) -> {
          metered.end();
          traced.end();
        });
  }

  /**
   * Calls an operation by its name, as {@link #call(OperationShape, ObjectNode, String)}.
   *
   * @param operation {@code StartExecution}
   */
  public CompletionStage<JsonNode> call(String operation, ObjectNode members, String invocationId) {
    var known = operations.get(operation);
    return known == null
        ? CompletableFuture.failedStage(unknown(operation))
        : call(known.shape(), members, invocationId);
  }

  private CompletionStage<Reply> answer(
      OperationShape shape,
      ObjectNode members,
      String requestId,
      String invocationId,
      @Nullable String traceHeader) {
    try {
      var gone = new CompletableFuture<Void>();
      var call =
          new Call(
              requestId,
              invocationId,
              input(limits.lifted(shape), members),
              NOTHING,
              NO_ENDPOINT,
              traceHeader,
              false,
              caller,
              gone);
      return runner.run(operation(shape), call);
    } catch (ApiError error) {
      return CompletableFuture.failedStage(error);
    }
  }

  private Operation operation(OperationShape shape) {
    var operation = operations.get(shape.name());
    if (operation == null) {
      throw unknown(shape.name());
    }
    return operation;
  }

  private static ApiError unknown(String operation) {
    return ApiError.unknownOperation("Pawl does not offer the operation " + operation + ".");
  }

  /**
   * Checks members against a shape.
   *
   * @throws ApiError if they do not fit
   */
  public static Input input(OperationShape shape, ObjectNode members) {
    return switch (RequestReader.read(shape, members)) {
      case Reading.Valid valid -> valid.input();
      case Reading.Unreadable unreadable -> throw ApiError.serialization(unreadable.message());
      case Reading.Invalid invalid -> throw ApiError.validation(invalid.message());
    };
  }

  /** Reads what blocks, among as many as may wait at once. */
  public <T> CompletionStage<T> blocking(String what, java.util.function.Supplier<T> work) {
    return runner
        .blocking(work)
        .exceptionally(failure -> {
          throw new CompletionException(error(failure, what));
        });
  }

  /** Why a caller is not let in, as Step Functions says it. */
  public static ApiError error(AccessRefused refused) {
    return Dialect.AWS_JSON.error(refused);
  }

  /** What went wrong, as an error of AWS; what nobody foresaw is logged. */
  public ApiError error(Throwable failure, String what) {
    return failures.error(failure, what, UUID.randomUUID().toString());
  }
}
