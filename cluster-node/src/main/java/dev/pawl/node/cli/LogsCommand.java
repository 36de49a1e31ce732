package dev.pawl.node.cli;

import dev.pawl.node.cli.client.AwsClient;
import dev.pawl.node.cli.client.AwsError;
import dev.pawl.node.cli.client.Names;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what a function printed. */
@Command(
    name = "logs",
    description = {
      "Show what a function printed.",
      "",
      "With Lambda's START, END and REPORT lines. Served on loopback only."
    },
    footer = {
      "  pawl logs order-ship",
      "  pawl logs order-ship --follow",
      "  pawl logs order-ship --lines 1000 | grep ERROR"
    })
final class LogsCommand extends NodeCommand {

  @Parameters(paramLabel = "FUNCTION", description = "Name of the function.")
  private String function = "";

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with the lines that come.")
  private boolean follow;

  @Option(
      names = {"-n", "--lines"},
      paramLabel = "N",
      description = "How many of the last lines. Default: 100")
  private int lines = 100;

  @Override
  int run(AwsClient aws, Names names) throws AwsError, IOException {
    // The log of a function that does not exist would only be empty.
    aws.lambda("GET", "/2015-03-31/functions/" + AwsClient.segment(function), null);
    var path =
        "functions/%s/log?lines=%d&follow=%b".formatted(AwsClient.segment(function), lines, follow);
    try (var log = aws.lines(path)) {
      log.forEach(this::printLine);
    }
    return ExitCode.OK;
  }

  private void printLine(String line) {
    if (!json()) {
      print(line);
      return;
    }
    // "2026-11-22T16:04:05.123Z process-1 the text"
    var parts = line.split(" ", 3);
    var object = AwsClient.object();
    if (parts.length == 3) {
      object.put("timestamp", parts[0]).put("logStreamName", parts[1]).put("message", parts[2]);
    } else {
      object.put("message", line);
    }
    printJsonLine(object);
  }
}
