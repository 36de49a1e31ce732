package dev.pawl.engine.simulation;

import dev.pawl.engine.execution.Event;
import dev.pawl.engine.execution.Recorded;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An answer is applied to the attempt it was given for, and at most once. */
final class NoAnswerIsAppliedTwice implements Invariant {
  private final Set<String> applied = new HashSet<>();
  private final Map<String, Long> attempts = new HashMap<>();

  @Override
  public void appended(World world, String arn, List<Recorded> events) {
    for (var recorded : events) {
      switch (recorded.event()) {
        case Event.TaskScheduled ignored -> attempts.put(flow(arn, recorded), recorded.id());
        case Event.TaskSucceeded e ->
            apply(world, arn, recorded, e.output().node().path("answer").asText(null));
        case Event.TaskFailed e -> apply(world, arn, recorded, e.cause());
        default -> {}
      }
    }
  }

  private void apply(World world, String arn, Recorded recorded, @Nullable String answer) {
    if (answer != null && answer.startsWith("answer-")) {
      require(
          applied.add(answer),
          () -> "Expected " + answer + " once, but found it again in " + recorded);
      var asked = world.functions().askedFor(answer);
      require(
          asked.equals(arn + "#" + attempts.get(flow(arn, recorded))),
          () ->
              "Expected "
                  + answer
                  + " to answer "
                  + asked
                  + ", but found "
                  + recorded
                  + " of "
                  + arn);
    }
  }

  private static String flow(String arn, Recorded recorded) {
    return arn + "/" + recorded.scope();
  }
}
