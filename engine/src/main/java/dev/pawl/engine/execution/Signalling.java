package dev.pawl.engine.execution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.pawl.engine.expression.StatesError;
import dev.pawl.engine.json.Payload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives signals to the Task states that wait for them: each once, in the order in which they came,
 * to the state that has waited longest.
 */
final class Signalling {

  /** Most signals that a state takes at once. */
  static final int TAKEN_MAX = 1_000;

  private static final String NAME = "Name";
  private static final String MAX_COUNT = "MaxCount";

  private final Run run;
  private final Stepping stepping;

  Signalling(Run run, Stepping stepping) {
    this.run = run;
    this.stepping = stepping;
  }

  static Decision.@Nullable Rejected refusal(
      Execution execution, Command.SignalExecution command, Quotas quotas) {
    if (execution.signals().isKnown(command.signalId())) {
      return new Decision.Rejected(
          Decision.Reason.REPEATED,
          "Expected another signal than " + command.signalId() + ", which has already come.");
    }
    var bytesMax = payloadBytesMax(quotas);
    if (command.payload().utf8Bytes() > bytesMax) {
      return new Decision.Rejected(
          Decision.Reason.SIGNAL_LIMIT,
          "Expected a payload of at most %d bytes, but it has %d."
              .formatted(bytesMax, command.payload().utf8Bytes()));
    }
    return execution.signals().hasRoomFor(command.payload())
        ? null
        : new Decision.Rejected(
            Decision.Reason.SIGNAL_LIMIT,
            "Expected at most %d signals of %d bytes to wait in the execution, but %d of %d bytes wait already."
                .formatted(
                    Signals.WAITING_MAX,
                    Signals.WAITING_BYTES_MAX,
                    execution.signals().count(),
                    execution.signals().bytes()));
  }

  /** So that it may stand alone in an array. */
  private static int payloadBytesMax(Quotas quotas) {
    return quotas.payloadBytesMax() - "[]".length();
  }

  void receive(Command.SignalExecution signal) {
    run.write(
        Scope.ROOT,
        0,
        new Event.SignalReceived(signal.name(), signal.signalId(), signal.payload()));
    if (!run.execution().isPaused()) {
      deliver(signal.name());
    }
  }

  /** What came while nothing went on. */
  void deliverAll() {
    List.copyOf(run.execution().signals().byName().keySet()).stream()
        .sorted()
        .forEach(this::deliver);
  }

  private void deliver(String name) {
    for (var task : run.execution().tasks().keySet().stream().sorted().toList()) {
      run.execution()
          .attempt(task)
          .filter(attempt -> attempt.target().waitsForSignal())
          .filter(attempt -> name(attempt.parameters()).equals(name))
          .ifPresent(attempt -> take(run.execution().scopeOf(task), attempt));
    }
  }

  /** What already waits for a state that has just begun to wait. */
  void deliverTo(int scope) {
    take(scope, Phase.Attempting.in(run.execution().scope(scope)));
  }

  private void take(int scope, Phase.Attempting task) {
    var name = name(task.parameters());
    var most = task.parameters().node().path(MAX_COUNT);
    var waiting = run.execution().signals().first(name, most.isMissingNode() ? 1 : most.intValue());
    if (waiting.isEmpty()) {
      return;
    }
    var taken = fitting(waiting);
    var output = most.isMissingNode() ? waiting.getFirst().payload() : array(taken);
    run.write(run.execution().scope(scope), new Event.SignalsTaken(name, taken.size()));
    stepping.succeeded(scope, task.target(), output);
  }

  /** As many as fit into one result; what is left waits on. */
  private List<Signals.Waiting> fitting(List<Signals.Waiting> waiting) {
    var bytes = (long) "[]".length();
    for (int i = 0; i < waiting.size(); i++) {
      bytes += waiting.get(i).payload().utf8Bytes() + (i == 0 ? 0 : 1);
      if (bytes > run.quotas().payloadBytesMax()) {
        return waiting.subList(0, Math.max(i, 1));
      }
    }
    return waiting;
  }

  private static Payload array(List<Signals.Waiting> signals) {
    var array = JsonNodeFactory.instance.arrayNode(signals.size());
    signals.forEach(signal -> array.add(signal.payload().node()));
    return Payload.of(array);
  }

  /** What is waited for. */
  static String name(Payload parameters) {
    return parameters.node().path(NAME).asText();
  }

  /** Fails the state unless it says what it waits for. */
  static void check(String state, Payload parameters) {
    var name = parameters.node().path(NAME);
    if (!name.isTextual()
        || name.asText().isEmpty()
        || name.asText().length() > Signals.NAME_CHARS_MAX) {
      throw refused(
          state, "'Name' must be a string of 1 to " + Signals.NAME_CHARS_MAX + " characters");
    }
    var most = parameters.node().path(MAX_COUNT);
    if (!most.isMissingNode() && !isCount(most)) {
      throw refused(state, "'MaxCount' must be an integer from 1 to " + TAKEN_MAX);
    }
  }

  private static boolean isCount(JsonNode most) {
    return most.isIntegralNumber()
        && most.canConvertToInt()
        && most.intValue() >= 1
        && most.intValue() <= TAKEN_MAX;
  }

  private static StatesError refused(String state, String problem) {
    return StatesError.runtime(
        "The arguments of the state '%s' cannot be used to wait for a signal: %s."
            .formatted(state, problem));
  }
}
