package dev.pawl.engine.replay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.execution.Event;
import dev.pawl.engine.execution.Recorded;
import dev.pawl.engine.json.Json;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether two events say the same. The name of a Map Run and the time of a retry with jitter are
 * drawn by lot, and numbers among variables have other Java types once they were stored.
 */
final class Sameness {
  private Sameness() {}

  /** Whether all of these were recorded from that position on. */
  static boolean isBeginOf(List<Recorded> now, List<Recorded> recorded, int position) {
    return position + now.size() <= recorded.size() && firstOther(now, recorded, position) == null;
  }

  /** The first that was recorded otherwise; null if there is none. */
  static @Nullable Event firstOther(List<Recorded> now, List<Recorded> recorded, int position) {
    for (var i = 0; i < now.size(); i++) {
      if (position + i >= recorded.size() || !isSame(now.get(i), recorded.get(position + i))) {
        return now.get(i).event();
      }
    }
    return null;
  }

  private static boolean isSame(Recorded one, Recorded other) {
    return one.id() == other.id()
        && one.previousId() == other.previousId()
        && one.scope() == other.scope()
        && one.at().equals(other.at())
        && comparable(one.event()).equals(comparable(other.event()));
  }

  private static Object comparable(Event event) {
    return switch (event) {
      case Event.StateExited e ->
          List.of(e.state(), e.name(), e.output(), texts(e.assignedVariables()), "" + e.next());
      case Event.RetryScheduled e -> List.of("RetryScheduled", e.retrier());
      case Event.MapRunStarted e -> List.of("MapRunStarted", "" + e.plan());
      default -> event;
    };
  }

  private static Map<String, String> texts(Map<String, JsonNode> variables) {
    return variables.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> Json.write(entry.getValue())));
  }
}
