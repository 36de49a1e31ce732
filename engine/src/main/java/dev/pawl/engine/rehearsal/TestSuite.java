package dev.pawl.engine.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.asl.Definitions;
import dev.pawl.engine.asl.InvalidDefinitionException;
import dev.pawl.engine.asl.MachineType;
import dev.pawl.engine.asl.StateMachine;
import dev.pawl.engine.execution.ExecutionStatus;
import dev.pawl.engine.json.Json;
import dev.pawl.engine.json.JsonTextException;
import dev.pawl.engine.json.Payload;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Test cases of one definition, as they stand in a file. {@code docs/testing.md} tells of it. */
public record TestSuite(Rehearsal rehearsal, List<TestCase> cases) {

  private static final Set<String> SUITE =
      Set.of("definition", "type", "substitutions", "mocks", "mockConfig", "startedAt", "cases");
  private static final Set<String> CASE =
      Set.of("name", "input", "mocks", "mockCase", "startedAt", "expect");
  private static final Set<String> EXPECT =
      Set.of(
          "status",
          "output",
          "outputContains",
          "error",
          "cause",
          "causeContains",
          "path",
          "history",
          "variables",
          "calls");

  public TestSuite {
    cases = List.copyOf(cases);
  }

  /** Gives the text of a file that a suite names. */
  public interface Files {
    /**
     * @throws IllegalSuiteException when there is none
     */
    String read(String path) throws IllegalSuiteException;
  }

  /**
   * Understands a file of test cases, JSON or YAML by its name.
   *
   * @throws IllegalSuiteException when it makes no sense, or its definition is invalid
   */
  public static TestSuite read(String text, String fileName, Files files)
      throws IllegalSuiteException {
    var suite = Members.of("/", json(text, fileName), SUITE);
    var type = "EXPRESS".equals(suite.text("type")) ? MachineType.EXPRESS : MachineType.STANDARD;
    var rehearsal = new Rehearsal(name(suite), machine(suite, type, files), type);
    var config = suite.text("mockConfig");
    var mockConfig = config == null ? null : json(files.read(config), config);
    var shared = suite.get("mocks").isPresent() ? mocks("/mocks", suite) : Mocks.NONE;
    var cases = new ArrayList<TestCase>();
    var given = suite.get("cases").filter(JsonNode::isArray);
    if (given.isEmpty()) {
      throw IllegalSuiteException.at("/cases", "a list of cases", "none");
    }
    var names = new HashSet<String>();
    for (var i = 0; i < given.get().size(); i++) {
      var members = Members.of("/cases/" + i, given.get().get(i), CASE);
      var one = readCase(members, suite, shared, mockConfig);
      if (!names.add(one.name())) {
        throw IllegalSuiteException.at(members.at("name"), "a name of its own", one.name());
      }
      cases.add(one);
    }
    return new TestSuite(rehearsal, cases);
  }

  private static JsonNode json(String text, String fileName) throws IllegalSuiteException {
    try {
      return Json.parse(Definitions.toJson(text, fileName));
    } catch (JsonTextException e) {
      throw new IllegalSuiteException(
          "%s:%d:%d: %s".formatted(fileName, e.line(), e.column(), e.getMessage()));
    }
  }

  private static String name(Members suite) {
    var definition = suite.get("definition").filter(JsonNode::isTextual);
    return definition
        .map(path ->
            path.textValue()
                .replaceFirst(".*/", "")
                .replaceFirst("(\\.asl)?\\.(json|yaml|yml)$", ""))
        .orElse("inline");
  }

  private static StateMachine machine(Members suite, MachineType type, Files files)
      throws IllegalSuiteException {
    var definition = suite.get("definition");
    if (definition.isEmpty()) {
      throw IllegalSuiteException.at("/definition", "a file or a definition", "none");
    }
    var path = definition.get().isTextual() ? definition.get().textValue() : "";
    var text = path.isEmpty() ? Json.write(definition.get()) : files.read(path);
    var substitutions = suite.get("substitutions");
    if (substitutions.isPresent()) {
      for (var one : substitutions.get().properties()) {
        text = text.replace("${" + one.getKey() + "}", one.getValue().asText());
      }
    }
    try {
      return StateMachine.parse(Definitions.toJson(text, path), type);
    } catch (JsonTextException e) {
      throw new IllegalSuiteException(
          "%s:%d:%d: %s".formatted(path, e.line(), e.column(), e.getMessage()));
    } catch (InvalidDefinitionException e) {
      throw new IllegalSuiteException(
          "Expected a valid definition, but found:\n"
              + e.diagnostics().stream()
                  .map(d -> "  %s: %s at %s".formatted(d.code(), d.message(), d.location()))
                  .collect(Collectors.joining("\n")));
    }
  }

  private static Mocks mocks(String where, Members members) throws IllegalSuiteException {
    var node = members.get("mocks");
    return node.isPresent() ? Mocks.read(where, node.get()) : Mocks.NONE;
  }

  private static TestCase readCase(
      Members members,
      Members suite,
      Mocks shared,
      @org.jspecify.annotations.Nullable JsonNode mockConfig)
      throws IllegalSuiteException {
    var script = mocks(members.at("mocks"), members);
    var named = members.text("mockCase");
    if (named != null) {
      if (mockConfig == null) {
        throw IllegalSuiteException.at(members.at("mockCase"), "a mockConfig", "none");
      }
      script = script.over(MockConfig.mocks(mockConfig, named));
    }
    var input =
        members.node().has("input")
            ? Payload.of(members.node().get("input"))
            : StateMachine.DEFAULT_INPUT;
    return new TestCase(
        members.required("name"),
        input,
        startedAt(members, startedAt(suite, Rehearsal.START)),
        script.over(shared),
        expectation(members));
  }

  private static Instant startedAt(Members members, Instant otherwise)
      throws IllegalSuiteException {
    var text = members.text("startedAt");
    try {
      return text == null ? otherwise : Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw IllegalSuiteException.at(
          members.at("startedAt"), "a time such as 2026-01-01T00:00:00Z", text + "");
    }
  }

  private static Expectation expectation(Members members) throws IllegalSuiteException {
    var node = members.get("expect");
    if (node.isEmpty()) {
      throw IllegalSuiteException.at(members.where(), "a member 'expect'", "none");
    }
    var expect = Members.of(members.at("expect"), node.get(), EXPECT);
    return new Expectation(
        status(expect),
        // An expected null is something, too.
        expect.node().get("output"),
        expect.node().get("outputContains"),
        expect.text("error"),
        expect.text("cause"),
        expect.text("causeContains"),
        expect.texts("path"),
        expect.texts("history"),
        variables(expect),
        calls(expect));
  }

  /** Where nothing is said of it, an error means that it fails. */
  private static ExecutionStatus status(Members expect) throws IllegalSuiteException {
    var text = expect.text("status");
    if (text == null) {
      return expect
              .get("error")
              .or(() -> expect.get("cause"))
              .or(() -> expect.get("causeContains"))
              .isPresent()
          ? ExecutionStatus.FAILED
          : ExecutionStatus.SUCCEEDED;
    }
    return switch (text.toUpperCase(Locale.ROOT)) {
      case "SUCCEEDED" -> ExecutionStatus.SUCCEEDED;
      case "FAILED" -> ExecutionStatus.FAILED;
      case "TIMED_OUT" -> ExecutionStatus.TIMED_OUT;
      default ->
          throw IllegalSuiteException.at(
              expect.at("status"), "SUCCEEDED, FAILED or TIMED_OUT", text);
    };
  }

  private static Map<String, JsonNode> variables(Members expect) {
    var variables = new LinkedHashMap<String, JsonNode>();
    expect
        .get("variables")
        .ifPresent(
            node -> node.properties().forEach(one -> variables.put(one.getKey(), one.getValue())));
    return variables;
  }

  private static Map<String, List<JsonNode>> calls(Members expect) throws IllegalSuiteException {
    var calls = new LinkedHashMap<String, List<JsonNode>>();
    var node = expect.get("calls");
    if (node.isPresent()) {
      for (var one : node.get().properties()) {
        if (!one.getValue().isArray()) {
          throw IllegalSuiteException.at(
              expect.at("calls/" + one.getKey()), "a list", Members.shown(one.getValue()));
        }
        var arguments = new ArrayList<JsonNode>();
        one.getValue().forEach(arguments::add);
        calls.put(one.getKey(), arguments);
      }
    }
    return calls;
  }
}
