package dev.pawl.engine.asl;

import dev.pawl.engine.json.Payload;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Has a piece of work done by a function, an activity or a service. Spec, "Task State". */
public record TaskState(
    String name,
    QueryLanguage queryLanguage,
    Optional<String> next,
    Resource resource,
    Optional<NumberField> timeout,
    Optional<NumberField> heartbeat,
    Optional<Credentials> credentials,
    DataFlow dataFlow,
    List<Retrier> retriers,
    List<Catcher> catchers)
    implements State, Recoverable {

  private static final NumberField.Range SECONDS =
      new NumberField.Range.Integers(1, Numbers.SECONDS_MAX);

  public TaskState {
    retriers = List.copyOf(retriers);
    catchers = List.copyOf(catchers);
  }

  static TaskState read(Fields fields) {
    var resource = TaskResource.read(fields);
    var state =
        new TaskState(
            fields.stateName(),
            fields.queryLanguage(),
            fields.next(),
            resource,
            NumberField.read(fields, "TimeoutSeconds", SECONDS),
            NumberField.read(fields, "HeartbeatSeconds", SECONDS),
            Credentials.read(fields, resource),
            DataFlow.read(fields),
            Retrier.readAll(fields),
            Catcher.readAll(fields));
    state.checkHeartbeat(fields);
    return state;
  }

  @Override
  public StateType type() {
    return StateType.TASK;
  }

  /** What the resource is called with; evaluated anew for each attempt. */
  public Payload arguments(Sight sight) {
    return dataFlow.arguments(sight);
  }

  /** Empty when the state sets none: the task may then take as long as the execution. */
  public OptionalInt timeoutSeconds(Sight sight) {
    return seconds(timeout, "TimeoutSeconds", sight);
  }

  /** Empty when the state sets none. */
  public OptionalInt heartbeatSeconds(Sight sight) {
    return seconds(heartbeat, "HeartbeatSeconds", sight);
  }

  public Optional<String> credentialsRoleArn(Sight sight) {
    return credentials.map(role -> role.roleArn(sight, dataFlow.effectiveInput(sight)));
  }

  public Completion complete(Sight sight, Payload result) {
    return dataFlow.complete(sight, result);
  }

  private OptionalInt seconds(Optional<NumberField> field, String name, Sight sight) {
    if (field.isEmpty()) {
      return OptionalInt.empty();
    }
    var seconds = field.get().integer(sight, dataFlow.effectiveInput(sight).node());
    if (seconds < 1 || seconds > Numbers.SECONDS_MAX) {
      throw NumberField.outOfRange(
          field.get(),
          "%s must be between 1 and %d but was: %d".formatted(name, Numbers.SECONDS_MAX, seconds));
    }
    return OptionalInt.of((int) seconds);
  }

  private void checkHeartbeat(Fields fields) {
    if (timeout.orElse(null) instanceof NumberField.Written(double limit)
        && heartbeat.orElse(null) instanceof NumberField.Written(double beat)
        && beat >= limit) {
      fields.error(
          Diagnostic.SCHEMA_VALIDATION_FAILED,
          "HeartbeatSeconds must be smaller than TimeoutSeconds",
          fields.at("HeartbeatSeconds"));
    }
  }
}
