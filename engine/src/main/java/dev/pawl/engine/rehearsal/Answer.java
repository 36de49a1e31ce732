package dev.pawl.engine.rehearsal;

import dev.pawl.engine.json.Payload;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What stands in for the work of a task, or of a whole Map Run. */
public sealed interface Answer {

  /** When it comes, counted from the call. Time is skipped, but a time-out may come first. */
  Duration after();

  record Result(Payload payload, Duration after) implements Answer {}

  record Failure(@Nullable String error, @Nullable String cause, Duration after)
      implements Answer {}

  /** Nobody answers. */
  record Never() implements Answer {
    @Override
    public Duration after() {
      return Duration.ZERO;
    }
  }
}
