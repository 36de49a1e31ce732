package dev.pawl.node.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.node.cli.client.AwsClient;
import dev.pawl.node.cli.client.AwsError;
import dev.pawl.node.cli.client.Names;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Says what an execution waits for. */
@Command(
    name = "explain",
    description = "Say what an execution waits for, since when, and until when.",
    footer = {"  pawl explain A-1001", "  pawl explain order-processing/A-1001 --json"})
final class ExplainCommand extends NodeCommand {

  @Parameters(paramLabel = "EXECUTION", description = "NAME, MACHINE/NAME or ARN of the execution.")
  private String execution = "";

  @Override
  int run(AwsClient aws, Names names) throws AwsError, IOException {
    var explained =
        aws.pawl(
            "ExplainExecution", AwsClient.object().put("executionArn", names.execution(execution)));
    if (json()) {
      printJson(explained);
    } else {
      lines(explained).forEach(this::print);
    }
    return ExitCode.OK;
  }

  static List<String> lines(JsonNode e) {
    var lines = new ArrayList<String>();
    lines.add("status   " + e.path("status").asText());
    if (e.path("paused").asBoolean()) {
      lines.add(
          "paused   since %s by the %s%s"
              .formatted(
                  Times.date(e.path("pauseDate")),
                  e.path("pausedBy").asText().equals("EXECUTION")
                      ? "execution itself"
                      : "state machine",
                  after(": ", e.path("pauseReason"))));
    }
    if (e.has("owner")) {
      var owner = e.path("owner");
      lines.add("node     " + owner.path("address").asText(owner.path("incarnation").asText()));
    }
    if (e.has("timeoutDate")) {
      lines.add("timeout  " + Times.date(e.path("timeoutDate")));
    }
    e.path("branches").forEach(branch -> lines.addAll(branch(branch)));
    e.path("waitingSignals")
        .forEach(signals ->
            lines.add(
                "signals  %s: %d wait"
                    .formatted(signals.path("name").asText(), signals.path("count").asInt())));
    return lines;
  }

  private static List<String> branch(JsonNode branch) {
    var path = branch.path("path").asText();
    var lines = new ArrayList<String>();
    lines.add(
        "state    %s%s: waits for %s%s since %s%s"
            .formatted(
                path.isEmpty() ? "" : path + "/",
                branch.path("stateName").asText(),
                branch.path("waitsFor").asText(),
                after(" ", branch.path("target")),
                Times.date(branch.path("since")),
                branch.has("until") ? " until " + Times.date(branch.path("until")) : ""));
    if (branch.has("lastErrorDate")) {
      lines.add(
          "         attempt %d; at %s: %s%s"
              .formatted(
                  branch.path("attempt").asInt(),
                  Times.date(branch.path("lastErrorDate")),
                  branch.path("lastError").asText("(no error name)"),
                  after(" ", branch.path("lastCause"))));
    }
    return lines;
  }

  private static String after(String separator, JsonNode text) {
    return text.isMissingNode() ? "" : separator + text.asText();
  }
}
