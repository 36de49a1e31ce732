package dev.pawl.node.cli.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pawl.engine.asl.MachineType;
import dev.pawl.node.cli.client.AwsClient;
import dev.pawl.node.cli.client.AwsError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Brings what lies in a directory onto a node: {@code functions/NAME/} and {@code NAME.asl.json}.
 * What is already there and equal stays as it is, so deploying twice changes nothing. Everything is
 * read, checked and compiled before the first request is sent.
 */
public final class Deployment {

  /** Any role does: functions and state machines run as the node. */
  private static final String ROLE = "arn:aws:iam::000000000000:role/pawl";

  private final AwsClient aws;
  private final Map<String, String> parameters;
  private final MachineType type;

  /**
   * @param parameters values for placeholders; they go before those in {@code deploy.json}
   * @param type what the state machines become
   */
  public Deployment(AwsClient aws, Map<String, String> parameters, MachineType type) {
    this.aws = aws;
    this.parameters = Map.copyOf(parameters);
    this.type = type;
  }

  /** What was done about one thing: {@code created}, {@code updated} or {@code unchanged}. */
  public record Step(String kind, String name, String change, String arn) {}

  /** What {@code deploy.json} may say. */
  private record Settings(Map<String, String> parameters) {}

  private record Function(
      String name, Path directory, FunctionDescription description, byte[] zip) {}

  /**
   * Deploys a directory with machines and functions, the directory of one function, or one
   * definition.
   *
   * @throws InvalidDefinitions if a definition has errors; nothing has been deployed then
   */
  public List<Step> deploy(Path path)
      throws AwsError, DeploymentFailure, InvalidDefinitions, IOException {
    var directory = Files.isDirectory(path) ? path : path.toAbsolutePath().getParent();
    if (directory == null || !Files.exists(path)) {
      throw new DeploymentFailure("Expected a directory or a definition at " + path + ".");
    }
    var settings = settings(directory);
    var functions = functions(path);
    var definitions = definitions(path);
    if (functions.isEmpty() && definitions.isEmpty()) {
      throw new DeploymentFailure(
          "Expected NAME.asl.json, NAME.asl.yaml or functions/NAME/function.json in "
              + path
              + ", but found none.");
    }
    var values = new LinkedHashMap<>(settings.parameters());
    values.putAll(parameters);
    InvalidDefinitions.check(definitions, type, new Placeholders(values));
    return send(values, functions, definitions);
  }

  private List<Step> send(
      Map<String, String> values, List<Function> functions, List<DefinitionFile> definitions)
      throws AwsError, DeploymentFailure, IOException {
    var steps = new ArrayList<Step>();
    var remote = new RemoteFunctions(aws, ROLE);
    for (var function : functions) {
      var environment = new LinkedHashMap<String, String>();
      for (var variable : function.description().environment().entrySet()) {
        var file = function.directory().resolve(FunctionDescription.FILE);
        environment.put(
            variable.getKey(), new Placeholders(values).replace(variable.getValue(), file));
      }
      steps.add(remote.put(function.name(), function.description(), environment, function.zip()));
    }
    for (var definition : definitions) {
      var arns = definition.hasPlaceholders() ? remote.arns() : new LinkedHashMap<String, String>();
      arns.putAll(values);
      steps.add(machine(definition, new Placeholders(arns)));
    }
    return steps;
  }

  private Step machine(DefinitionFile definition, Placeholders placeholders)
      throws AwsError, DeploymentFailure, IOException {
    var text = placeholders.replaceInJson(definition.json(), definition.file());
    return new RemoteMachines(aws, ROLE).put(definition.machineName(), type, text);
  }

  private static Settings settings(Path directory) throws IOException, DeploymentFailure {
    var file = directory.resolve("deploy.json");
    if (!Files.exists(file)) {
      return new Settings(Map.of());
    }
    try {
      return new ObjectMapper().readValue(Files.readString(file), Settings.class);
    } catch (JsonProcessingException e) {
      throw new DeploymentFailure(
          "Expected {\"parameters\":{…}} in " + file + ", but: " + e.getOriginalMessage());
    }
  }

  private static List<Function> functions(Path path) throws IOException, DeploymentFailure {
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    var code = new FunctionCode();
    if (Files.exists(path.resolve(FunctionDescription.FILE))) {
      return List.of(function(path.toAbsolutePath().normalize(), code));
    }
    var functions = new ArrayList<Function>();
    for (var directory : children(path.resolve("functions"))) {
      if (Files.exists(directory.resolve(FunctionDescription.FILE))) {
        functions.add(function(directory, code));
      }
    }
    return functions;
  }

  private static Function function(Path directory, FunctionCode code)
      throws IOException, DeploymentFailure {
    var description = FunctionDescription.read(directory);
    return new Function(
        directory.getFileName().toString(),
        directory,
        description,
        code.of(directory, description));
  }

  private static List<DefinitionFile> definitions(Path path) throws IOException {
    if (Files.isRegularFile(path)) {
      return List.of(DefinitionFile.read(path));
    }
    var definitions = new ArrayList<DefinitionFile>();
    for (var file : children(path)) {
      if (Files.isRegularFile(file) && DefinitionFile.isOne(file)) {
        definitions.add(DefinitionFile.read(file));
      }
    }
    return definitions;
  }

  private static List<Path> children(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }
}
