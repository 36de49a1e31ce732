package dev.pawl.node.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.CompletionStage;

/** The API of Step Functions, as tasks call it. */
@FunctionalInterface
public interface StepFunctionsCalls {

  /** What came of a call. */
  sealed interface Answer {

    /**
     * @param members as the API names them
     */
    record Given(JsonNode members) implements Answer {}

    /**
     * @param type of the error, {@code InvalidToken}
     * @param status of HTTP
     */
    record Refused(String type, String message, int status) implements Answer {}
  }

  /**
   * Calls an operation.
   *
   * @param operation its name, {@code SendTaskSuccess}
   * @param members as the API names them
   * @param invocationId the same for a call that is made again
   */
  CompletionStage<Answer> call(String operation, ObjectNode members, String invocationId);
}
