package dev.pawl.engine.trial;

import dev.pawl.engine.asl.MapState;
import dev.pawl.engine.asl.ParallelState;
import dev.pawl.engine.asl.Resource;
import dev.pawl.engine.asl.Resource.Pattern;
import dev.pawl.engine.asl.State;
import dev.pawl.engine.asl.TaskState;
import dev.pawl.engine.json.Payload;

/** Whether mock, role and configuration fit the state, in AWS's words. */
final class TrialChecks {

  private TrialChecks() {}

  static void check(TrialRequest request, State state) throws IllegalTrialException {
    if (request.mock() == null) {
      checkWithoutMock(request, state);
    } else {
      checkMock(request.mock(), state);
    }
  }

  private static void checkWithoutMock(TrialRequest request, State state)
      throws IllegalTrialException {
    if (request.configuration().mapIterationFailureCount() != null) {
      throw new IllegalTrialException(
          "TestState does not support MapIterationFailureCount when a mock is not specified.");
    }
    if (request.context() != null) {
      throw new IllegalTrialException(
          "TestState does not support Context when a mock is not specified.");
    }
    switch (state) {
      case MapState ignored -> throw needsMock();
      case ParallelState ignored -> throw needsMock();
      case TaskState task -> checkCall(request, task);
      default -> {}
    }
  }

  private static IllegalTrialException needsMock() {
    return new IllegalTrialException(
        IllegalTrialException.Kind.INVALID_DEFINITION,
        "TestState API does not support Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]");
  }

  private static void checkCall(TrialRequest request, TaskState task) throws IllegalTrialException {
    if (task.resource() instanceof Resource.Activity || hasToken(task)) {
      throw new IllegalTrialException(
          IllegalTrialException.Kind.INVALID_DEFINITION,
          "TestState API does not support activities, nor the service integration patterns '.sync' and '.waitForTaskToken', when a mock is not specified.");
    }
    if (request.roleArn() == null) {
      throw new IllegalTrialException("RoleArn must be specified when testing a Task state");
    }
  }

  private static void checkMock(Mock mock, State state) throws IllegalTrialException {
    switch (state) {
      case TaskState task -> {
        if (mock instanceof Mock.Result result) {
          checkFields(result, task);
        }
      }
      case MapState map -> checkMapResult(mock, map);
      case ParallelState parallel -> checkParallelResult(mock, parallel);
      default ->
          throw new IllegalTrialException(
              "State type '%s' is not supported when a mock is specified"
                  .formatted(state.type().label()));
    }
  }

  private static void checkFields(Mock.Result result, TaskState task) throws IllegalTrialException {
    if (task.resource() instanceof Resource.ServiceIntegration integration
        && result.mode() != Mock.FieldValidationMode.NONE) {
      var schema = MockSchema.of(integration);
      if (schema.isPresent()) {
        schema.get().check(result);
      }
    }
  }

  private static void checkMapResult(Mock mock, MapState map) throws IllegalTrialException {
    if (!(mock instanceof Mock.Result result)) {
      return;
    }
    var writes = map.distribution().resultWriter().filter(writer -> writer.resource().isPresent());
    if (writes.isEmpty()) {
      checkArray(result.payload());
    } else if (!result.payload().node().isObject()) {
      throw new IllegalTrialException("Mocked result must be a JSON object.");
    }
  }

  private static void checkParallelResult(Mock mock, ParallelState parallel)
      throws IllegalTrialException {
    if (mock instanceof Mock.Result result) {
      checkArray(result.payload());
      if (result.payload().node().size() != parallel.branches().size()) {
        throw new IllegalTrialException(
            "Mocked result must contain the same number of items as number of Parallel branches.");
      }
    }
  }

  private static void checkArray(Payload payload) throws IllegalTrialException {
    if (!payload.node().isArray()) {
      throw new IllegalTrialException("Mocked result must be an array.");
    }
  }

  /** Whether the state has a task token in its Context object. */
  static boolean hasToken(State state) {
    return state instanceof TaskState task
        && task.resource() instanceof Resource.ServiceIntegration integration
        && integration.pattern() != Pattern.REQUEST_RESPONSE;
  }
}
