package dev.pawl.node.maprun;

import dev.pawl.engine.expression.StatesError;
import dev.pawl.engine.maprun.MapRunCommand;
import dev.pawl.node.objects.ObjectStoreException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Which troubles fail a Map Run, and with which error of the States Language. */
final class Trouble {
  private static final String ITEM_READER_FAILED = "States.ItemReaderFailed";
  private static final String RESULT_WRITER_FAILED = "States.ResultWriterFailed";
  private static final String DATA_LIMIT_EXCEEDED = "States.DataLimitExceeded";

  private Trouble() {}

  /** Null when it is our own and passes. */
  static MapRunCommand.@Nullable Fail ofReading(Throwable failure, MapRunWork work) {
    return switch (cause(failure)) {
      case ItemReaderFailed e -> new MapRunCommand.Fail(ITEM_READER_FAILED, e.getMessage());
      case ObjectStoreException e -> new MapRunCommand.Fail(ITEM_READER_FAILED, e.getMessage());
      case StatesError e when e.error().equals(DATA_LIMIT_EXCEEDED) ->
          new MapRunCommand.Fail(e.error(), e.causeText());
      case StatesError e ->
          new MapRunCommand.Fail(
              e.error(),
              "An error occurred while executing the state '%s' (entered at the event id #%d). %s"
                  .formatted(work.plan().state(), work.plan().enteredId(), e.causeText()));
      case IllegalStateException e -> new MapRunCommand.Fail(ITEM_READER_FAILED, e.getMessage());
      default -> null;
    };
  }

  /** Null when it is our own and passes. */
  static MapRunCommand.@Nullable Fail ofWriting(Throwable failure, String state) {
    return switch (cause(failure)) {
      case ObjectStoreException e -> new MapRunCommand.Fail(RESULT_WRITER_FAILED, e.getMessage());
      case Results.TooLarge ignored ->
          new MapRunCommand.Fail(
              DATA_LIMIT_EXCEEDED,
              "The state/task '%s' returned a result with a size exceeding the maximum number of bytes service limit."
                  .formatted(state));
      default -> null;
    };
  }

  private static Throwable cause(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
