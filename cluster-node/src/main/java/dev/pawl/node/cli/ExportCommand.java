package dev.pawl.node.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pawl.node.cli.client.AwsClient;
import dev.pawl.node.cli.client.AwsError;
import dev.pawl.node.cli.client.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes an execution into a file that {@code pawl replay} runs. */
@Command(
    name = "export",
    description = {
      "Write an execution into a file that 'pawl replay' runs step by step.",
      "",
      "It has the data of all states, and the definitions, but no secret that answers its tasks."
    },
    footer = {
      "  pawl export A-1001 -o A-1001.json",
      "  pawl export order-processing/A-1001 > A-1001.json"
    })
final class ExportCommand extends NodeCommand {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Parameters(paramLabel = "EXECUTION", description = "NAME, MACHINE/NAME or ARN of the execution.")
  private String execution = "";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to. Default: standard output")
  private @Nullable Path file;

  @Override
  int run(AwsClient aws, Names names) throws AwsError, IOException {
    var arn = names.execution(execution);
    if (file == null) {
      try (var json = JSON.createGenerator(out())) {
        json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
        write(aws, arn, json);
      }
      print("");
      return ExitCode.OK;
    }
    var rows = write(aws, arn, file);
    var bytes = Files.size(file);
    if (json()) {
      printJson(
          AwsClient.object()
              .put("executionArn", arn)
              .put("file", file.toString())
              .put("rows", rows)
              .put("bytes", bytes));
    } else {
      print("exported  %s: %d rows, %d bytes to %s".formatted(arn, rows, bytes, file));
    }
    return ExitCode.OK;
  }

  /** Whole or not at all: half an execution replays to something that never was. */
  private static long write(AwsClient aws, String arn, Path file) throws AwsError, IOException {
    var directory = file.toAbsolutePath().getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      throw new CommandFailure(
          ExitCode.LOCAL, "Expected a directory for " + file + ", but there is none.");
    }
    var part = file.resolveSibling(file.getFileName() + ".part");
    try {
      long rows;
      try (var json = JSON.createGenerator(Files.newBufferedWriter(part))) {
        rows = write(aws, arn, json);
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      return rows;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Page by page: the file may be larger than the memory. */
  private static long write(AwsClient aws, String arn, JsonGenerator json)
      throws AwsError, IOException {
    var request = AwsClient.object().put("executionArn", arn);
    var definitions = new LinkedHashMap<String, JsonNode>();
    var rows = 0L;
    var page = aws.pawl("ExportExecution", request);
    json.writeStartObject();
    json.writeObjectField("formatVersion", page.path("formatVersion"));
    json.writeObjectField("execution", page.path("execution"));
    json.writeObjectField("quotas", page.path("quotas"));
    json.writeArrayFieldStart("rows");
    while (true) {
      for (var row : page.path("rows")) {
        json.writeTree(row);
        rows++;
      }
      remember(definitions, page);
      if (!page.hasNonNull("nextToken")) {
        break;
      }
      request.put("nextToken", page.get("nextToken").asText());
      page = aws.pawl("ExportExecution", request);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("definitions");
    for (var definition : definitions.values()) {
      json.writeTree(definition);
    }
    json.writeEndArray();
    json.writeEndObject();
    return rows;
  }

  private static void remember(Map<String, JsonNode> definitions, JsonNode page) {
    for (var definition : page.path("definitions")) {
      definitions.put(definition.path("hash").asText(), definition);
    }
  }
}
