package dev.pawl.engine.execution;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.pawl.engine.expression.StatesError;
import dev.pawl.engine.json.Payload;
import org.jspecify.annotations.Nullable;

/**
 * Why a state failed.
 *
 * @param eventId the event it failed with: what comes of it points back to it
 * @param emptyCause whether the Error Output shows an empty cause where there is none, as AWS does
 *     for timeouts
 * @param errorName what retriers and catchers match
 */
record Fault(
    @Nullable String error,
    @Nullable String cause,
    long eventId,
    boolean emptyCause,
    String errorName) {

  static final String TIMEOUT = "States.Timeout";
  static final String HEARTBEAT_TIMEOUT = "States.HeartbeatTimeout";
  static final String RUNTIME = "States.Runtime";
  static final String DATA_LIMIT_EXCEEDED = "States.DataLimitExceeded";

  static Fault of(@Nullable String error, @Nullable String cause, long eventId) {
    return new Fault(error, cause, eventId, false, error == null ? "" : error);
  }

  static Fault timeout(long eventId) {
    return new Fault(TIMEOUT, null, eventId, true, TIMEOUT);
  }

  /**
   * Recorded: a missed heartbeat shows as a timeout; retriers and catchers may name it more
   * exactly.
   */
  static Fault heartbeatTimeout(long eventId) {
    return new Fault(TIMEOUT, null, eventId, true, HEARTBEAT_TIMEOUT);
  }

  Fault at(long newEventId) {
    return new Fault(error, cause, newEventId, emptyCause, errorName);
  }

  /** The Error Output that a catcher sees (spec, "Errors"). */
  Payload errorOutput() {
    var output = JsonNodeFactory.instance.objectNode();
    output.put("Error", error);
    output.put("Cause", cause == null && emptyCause ? "" : cause);
    return Payload.of(output);
  }

  /** AWS's words around an error that arose while a state was evaluated. */
  static String causeIn(Visit visit, StatesError error) {
    return "An error occurred while executing the state '%s' (entered at the event id #%d). %s"
        .formatted(visit.state(), visit.enteredId(), error.causeText());
  }

  static String tooLarge(String source) {
    return "The state/task '%s' returned a result with a size exceeding the maximum number of bytes service limit."
        .formatted(source);
  }
}
