package dev.pawl.node.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * What all commands share: {@code --help}, {@code --json} and {@code --verbose}, and where they
 * print. Results go to standard output; progress and errors go to standard error, so that the
 * output can be piped.
 */
@Command(
    synopsisHeading = "Usage: ",
    descriptionHeading = "%n",
    parameterListHeading = "%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    sortOptions = false)
abstract class PawlCommand implements Callable<Integer> {

  /** Where a node keeps its data unless it is told otherwise. */
  static final String DEFAULT_DATA = "pawl-data";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it before anything is called
  private CommandSpec spec;

  @Option(names = "--json", order = 90, description = "Print JSON, for programs.")
  private boolean json;

  @Option(names = "--verbose", order = 91, description = "Show the stack trace of an error.")
  private boolean verbose;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      order = 92,
      description = "Show this help.")
  private boolean help;

  final boolean json() {
    return json;
  }

  final boolean verbose() {
    return verbose;
  }

  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** Refuses what counts nothing. */
  static void positive(int number, String option) {
    if (number < 1) {
      throw new CommandFailure(
          ExitCode.USAGE, "Expected %s to be at least 1, but found %d.".formatted(option, number));
    }
  }

  /** Prints one JSON document, indented as the AWS CLI does. */
  final void printJson(JsonNode node) {
    try {
      out().println(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node));
      out().flush();
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /** Prints one JSON document on one line: one of a stream of them. */
  final void printJsonLine(JsonNode node) {
    out().println(node);
    out().flush();
  }

  final void print(String line) {
    out().println(line);
    out().flush();
  }

  /** Says what is going on, beside the result. */
  final void tell(String line) {
    err().println(line);
    err().flush();
  }
}
