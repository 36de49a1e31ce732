package dev.pawl.engine.execution;

import dev.pawl.engine.json.Payload;
import java.util.List;

/**
 * Events as they may be given away: whoever has them can replay the execution, but cannot answer
 * its tasks. The secret that task tokens are sealed with is another, and so are the tokens that
 * stand in the parameters of a task; the token of the execution that started this one is left out.
 * A token that a state's data carries elsewhere stays.
 */
public final class Exported {

  /** Stands for the secret of the execution, and for the token of whoever started it. */
  public static final String SECRET = "exported";

  private final Event.ExecutionStarted origin;
  private final Event.ExecutionStarted masked;

  /**
   * @param origin the start of the execution
   */
  public Exported(Event.ExecutionStarted origin) {
    this.origin = origin;
    this.masked = withoutSecrets(origin);
  }

  /** The same events, without secrets. */
  public List<Recorded> of(List<Recorded> events) {
    return events.stream().map(this::of).toList();
  }

  private Recorded of(Recorded r) {
    return new Recorded(r.id(), r.previousId(), r.scope(), r.at(), of(r, r.event()));
  }

  private Event of(Recorded r, Event event) {
    return switch (event) {
      case Event.ExecutionStarted started -> withoutSecrets(started);
      case Event.TaskScheduled scheduled when scheduled.target().waitsForTaskToken() ->
          withOtherToken(r.id(), scheduled);
      default -> event;
    };
  }

  private static Event.ExecutionStarted withoutSecrets(Event.ExecutionStarted e) {
    var by = e.startedBy();
    return new Event.ExecutionStarted(
        e.executionArn(),
        e.name(),
        e.stateMachineArn(),
        e.definitionHash(),
        e.roleArn(),
        e.express(),
        e.startAt(),
        e.input(),
        SECRET,
        e.timeoutAt(),
        e.traceHeader(),
        by == null || by.mapRun() != null ? by : new StartedBy(SECRET, by.resource()),
        e.pinned());
  }

  private Event.TaskScheduled withOtherToken(long taskId, Event.TaskScheduled e) {
    var own = TaskToken.of(origin, taskId).text();
    var other = TaskToken.of(masked, taskId).text();
    return new Event.TaskScheduled(
        e.target(),
        Payload.ofStoredText(e.parameters().text().replace(own, other)),
        e.timeoutSeconds(),
        e.heartbeatSeconds(),
        e.credentialsRoleArn());
  }
}
