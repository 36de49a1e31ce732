package dev.pawl.node.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.node.cli.client.AwsClient;
import dev.pawl.node.cli.client.AwsError;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.function.Consumer;

/** Follows a bulk operation to its end. */
final class BulkProgress {

  private static final long LOOK_MILLIS = 500;

  private BulkProgress() {}

  /**
   * Waits for its end.
   *
   * @param line is told how far it is, whenever that changes
   * @return the operation at its end
   */
  static JsonNode follow(AwsClient aws, String id, Consumer<String> line)
      throws AwsError, IOException {
    var last = "";
    while (true) {
      var now = aws.pawl("DescribeBulkOperation", request(id));
      var shown = line(now);
      if (!shown.equals(last)) {
        line.accept(shown);
        last = shown;
      }
      if (!now.path("status").asText().equals("RUNNING")) {
        return now;
      }
      pause();
    }
  }

  /**
   * Prints how it stands.
   *
   * @return how good that is, as an {@link ExitCode}
   */
  static int show(PawlCommand command, JsonNode operation) {
    if (command.json()) {
      command.printJson(operation);
    } else {
      command.print(line(operation));
      if (operation.hasNonNull("lastRefusal")) {
        command.print("last refused: " + operation.path("lastRefusal").asText());
      }
    }
    return isGood(operation) ? ExitCode.OK : ExitCode.BAD_ANSWER;
  }

  private static boolean isGood(JsonNode operation) {
    var status = operation.path("status").asText();
    return operation.path("refused").asLong() == 0
        && (status.equals("RUNNING") || status.equals("SUCCEEDED"));
  }

  static ObjectNode request(String id) {
    return AwsClient.object().put("bulkOperationId", id);
  }

  /** In one line. */
  static String line(JsonNode operation) {
    return "%s  %s  %,d found, %,d done, %,d refused"
        .formatted(
            operation.path("bulkOperationId").asText(),
            operation.path("status").asText(),
            operation.path("matched").asLong(),
            operation.path("succeeded").asLong(),
            operation.path("refused").asLong());
  }

  private static void pause() throws InterruptedIOException {
    try {
      Thread.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }
}
