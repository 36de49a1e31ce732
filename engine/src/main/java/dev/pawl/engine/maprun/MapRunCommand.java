package dev.pawl.engine.maprun;

import dev.pawl.engine.json.Payload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What may be asked of a Map Run. */
public sealed interface MapRunCommand {

  record Start(
      String mapRunArn,
      String executionArn,
      long eventId,
      MapRunLimits limits,
      @Nullable Long knownItems,
      int redrive)
      implements MapRunCommand {}

  /**
   * Items have been read for these children.
   *
   * @param exhausted whether there are no more behind them
   */
  record StartChildren(List<Child> children, boolean exhausted) implements MapRunCommand {
    public StartChildren {
      children = List.copyOf(children);
    }
  }

  /** These have ended; said as often as anybody likes. */
  record EndChildren(List<ChildEnd> ends) implements MapRunCommand {
    public EndChildren {
      ends = List.copyOf(ends);
    }
  }

  record UpdateLimits(
      @Nullable Integer maxConcurrency,
      @Nullable Long toleratedFailureCount,
      @Nullable Double toleratedFailurePercentage)
      implements MapRunCommand {}

  /** Its execution has been redriven, for that many times now. */
  record Redrive(int number) implements MapRunCommand {}

  /**
   * These of its children have not succeeded.
   *
   * @param next all before that one have been looked at
   */
  record RedriveChildren(List<Child> children, long next) implements MapRunCommand {
    public RedriveChildren {
      children = List.copyOf(children);
    }
  }

  /** Nobody waits for it any more. */
  record Stop() implements MapRunCommand {}

  /** Its items cannot be read, or its results not be written. */
  record Fail(@Nullable String error, @Nullable String cause) implements MapRunCommand {}

  /** The results of all children are where they shall be. */
  record Finish(@Nullable Payload result) implements MapRunCommand {}

  /**
   * Its execution has been told of its end.
   *
   * @param redrive of which end: how often it had been redriven by then
   */
  record ConfirmTold(int redrive) implements MapRunCommand {}
}
