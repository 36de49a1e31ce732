package dev.pawl.node.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.engine.asl.MachineType;
import dev.pawl.node.cli.client.AwsClient;
import dev.pawl.node.cli.deploy.DefinitionFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what is wrong with definitions, in AWS's codes. Needs no node. */
@Command(
    name = "validate",
    description = {
      "Check definitions (JSON or YAML) without a node.",
      "",
      "One line per finding, FILE:LINE:COLUMN: SEVERITY CODE MESSAGE; exits with 1 if one is an"
          + " ERROR."
    },
    footer = {
      "  pawl validate order-processing.asl.json",
      "  pawl validate workflows/*.yaml",
      "  pawl validate *.asl.json --json | jq -r 'select(.result == \"FAIL\") | .file'"
    })
final class ValidateCommand extends PawlCommand {

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Definitions in JSON or YAML.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "What the machines will be: ${COMPLETION-CANDIDATES}. Default: STANDARD")
  private MachineType type = MachineType.STANDARD;

  @Override
  public Integer call() throws IOException {
    for (var file : files) {
      if (!Files.isRegularFile(file)) {
        throw new CommandFailure(
            ExitCode.LOCAL, "Expected a file at " + file + ", but there is none.");
      }
    }
    boolean valid = true;
    for (var file : files) {
      var findings = DefinitionFile.read(file).findings(type);
      var errors = findings.stream().anyMatch(finding -> finding.diagnostic().isError());
      if (json()) {
        printJsonLine(object(file, findings, errors));
      } else {
        printLines(file, findings);
      }
      valid &= !errors;
    }
    return valid ? ExitCode.OK : ExitCode.BAD_ANSWER;
  }

  private void printLines(Path file, List<DefinitionFile.Finding> findings) {
    if (findings.isEmpty()) {
      print(file + ": OK");
    }
    findings.forEach(finding -> print(line(file, finding)));
  }

  static String line(Path file, DefinitionFile.Finding finding) {
    var diagnostic = finding.diagnostic();
    // A message of Jackson's has lines, and repeats the place in the last one.
    var message = diagnostic.message().replaceFirst("\\s+at \\[Source:[\\s\\S]*", "");
    var location = diagnostic.location();
    return "%s:%d:%d: %s %s %s%s"
        .formatted(
            file,
            finding.place().line(),
            finding.place().column(),
            diagnostic.severity(),
            diagnostic.code(),
            message.replaceAll("\\s+", " "),
            location == null || !location.startsWith("/") ? "" : " at " + location);
  }

  private static ObjectNode object(
      Path file, List<DefinitionFile.Finding> findings, boolean errors) {
    var object =
        AwsClient.object().put("file", file.toString()).put("result", errors ? "FAIL" : "OK");
    var diagnostics = object.putArray("diagnostics");
    for (var finding : findings) {
      var diagnostic = finding.diagnostic();
      var member =
          diagnostics
              .addObject()
              .put("severity", diagnostic.severity().name())
              .put("code", diagnostic.code())
              .put("message", diagnostic.message());
      if (diagnostic.location() != null) {
        member.put("location", diagnostic.location());
      }
      member.put("line", finding.place().line()).put("column", finding.place().column());
    }
    return object;
  }
}
