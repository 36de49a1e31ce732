package dev.pawl.load.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Compares histories. Branches run beside each other, so their events mix differently from run to
 * run, on AWS too: where the order of events differs, histories agree when every event has its
 * counterpart that follows the counterpart of the event before it in the same chain. In the
 * recordings of Parallel states the ids of such events are masked as {@code [0]}; these are
 * compared as a set.
 */
final class Histories {

  private Histories() {}

  static Optional<Difference> compare(
      String path, ArrayNode recorded, ArrayNode history, Masks masks) {
    var found = withoutWhatIsNotRecorded(recorded, history);
    var inOrder = inOrder(path, recorded, found, masks);
    if (inOrder.isEmpty() || !hasBranches(recorded) || recorded.size() != found.size()) {
      return inOrder;
    }
    return sameChains(recorded, found, masks) ? Optional.empty() : inOrder;
  }

  /** Recordings with masked ids leave the end of the branches out, and keep its id free. */
  private static ArrayNode withoutWhatIsNotRecorded(ArrayNode recorded, ArrayNode history) {
    var found = history.deepCopy();
    var text = recorded.toString();
    if (text.contains("\"id\":[0]")) {
      for (var i = found.size() - 1; i >= 0; i--) {
        var type = found.get(i).path("type").asText();
        if (type.matches("ParallelState(Succeeded|Failed)") && !text.contains(type)) {
          found.remove(i);
        }
      }
    }
    return found;
  }

  private static boolean hasBranches(ArrayNode events) {
    for (var event : events) {
      var type = event.path("type").asText();
      if (type.equals("ParallelStateStarted") || type.equals("MapStateStarted")) {
        return true;
      }
    }
    return false;
  }

  private static Optional<Difference> inOrder(
      String path, ArrayNode recorded, ArrayNode found, Masks masks) {
    var at = 0;
    while (at < Math.min(recorded.size(), found.size())) {
      var end = at;
      while (end < recorded.size() && isUnordered(recorded.get(end))) {
        end++;
      }
      if (end > at) {
        var difference = sameSet(path, recorded, found, at, end, masks);
        if (difference.isPresent()) {
          return difference;
        }
        at = end;
        continue;
      }
      var here = path + "/" + at;
      var difference = masks.compare(here, recorded.get(at), found.get(at));
      if (difference.isPresent()) {
        return Optional.of(withType(difference.get(), recorded, found, at, here));
      }
      at++;
    }
    if (recorded.size() == found.size()) {
      return Optional.empty();
    }
    return Optional.of(
        new Difference(
            path, types(recorded, at), at < found.size() ? types(found, at) : "the end"));
  }

  /** A difference is easier to understand beside the kinds of the two events. */
  private static Difference withType(
      Difference difference, ArrayNode recorded, ArrayNode found, int at, String event) {
    var ours = found.get(at).path("type").asText();
    var theirs = recorded.get(at).path("type").asText();
    return ours.equals(theirs)
        ? new Difference(
            event + "(" + ours + ")" + difference.path().substring(event.length()),
            difference.recorded(),
            difference.found())
        : new Difference(event + "/type", types(recorded, at), types(found, at));
  }

  private static String types(ArrayNode events, int from) {
    var types = new ArrayList<String>();
    for (var i = from; i < Math.min(events.size(), from + 3); i++) {
      var event = events.get(i);
      types.add(event.path("type").asText() + reason(event));
    }
    return types.isEmpty() ? "the end" : String.join(", ", types);
  }

  private static String reason(JsonNode event) {
    for (var member : event) {
      if (member.has("cause") || member.has("error")) {
        return " (" + member.path("error").asText() + ": " + member.path("cause").asText() + ")";
      }
    }
    return "";
  }

  private static boolean isUnordered(JsonNode event) {
    return event.path("id").isArray();
  }

  private static Optional<Difference> sameSet(
      String path, ArrayNode recorded, ArrayNode found, int from, int to, Masks masks) {
    var left = new ArrayList<JsonNode>();
    for (var i = from; i < Math.min(to, found.size()); i++) {
      left.add(unnumbered(found.get(i)));
    }
    for (var i = from; i < to; i++) {
      var event = unnumbered(recorded.get(i));
      if (!left.removeIf(once(event, masks))) {
        return Optional.of(
            new Difference(path + "/" + i + "(in any order)", event.toString(), left.toString()));
      }
    }
    return Optional.empty();
  }

  private static Predicate<JsonNode> once(JsonNode event, Masks masks) {
    var done = new boolean[1];
    return candidate -> {
      if (!done[0] && masks.matches(event, candidate)) {
        done[0] = true;
        return true;
      }
      return false;
    };
  }

  private static ObjectNode unnumbered(JsonNode event) {
    ObjectNode copy = event.deepCopy();
    copy.remove(List.of("id", "previousEventId"));
    return copy;
  }

  /** Whether each recorded event finds one of ours, later than its predecessor's, that matches. */
  private static boolean sameChains(ArrayNode recorded, ArrayNode found, Masks masks) {
    var counterpart = new long[recorded.size() + 1];
    var taken = new boolean[found.size()];
    for (var event : recorded) {
      if (isUnordered(event)) {
        return false;
      }
      var id = event.path("id").asInt();
      var previous = event.path("previousEventId").asInt();
      if (id < 1 || id >= counterpart.length || previous >= counterpart.length) {
        return false;
      }
      var match = counterpartOf(event, counterpart[previous], found, taken, masks);
      if (match < 0) {
        return false;
      }
      counterpart[id] = match;
    }
    return true;
  }

  private static long counterpartOf(
      JsonNode event, long previous, ArrayNode found, boolean[] taken, Masks masks) {
    var ends = isJoin(event);
    for (var i = 0; i < found.size(); i++) {
      var candidate = found.get(i);
      var follows = ends || candidate.path("previousEventId").asLong() == previous;
      if (!taken[i] && follows && masks.matches(unnumbered(event), unnumbered(candidate))) {
        taken[i] = true;
        return candidate.path("id").asLong();
      }
    }
    return -1;
  }

  /** These follow whichever branch or iteration came last, or the one that freed a place. */
  private static boolean isJoin(JsonNode event) {
    return switch (event.path("type").asText()) {
      case "ParallelStateSucceeded",
          "ParallelStateFailed",
          "ParallelStateExited",
          "MapStateSucceeded",
          "MapStateFailed",
          "MapStateExited",
          "MapIterationStarted",
          "MapIterationAborted",
          "ExecutionFailed" ->
          true;
      default -> false;
    };
  }
}
