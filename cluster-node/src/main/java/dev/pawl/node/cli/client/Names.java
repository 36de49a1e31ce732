package dev.pawl.node.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Finds the ARN behind what somebody typed: an ARN stays, a name is looked up on the node. */
public final class Names {

  private static final int MACHINES_MAX = 10_000;

  private final AwsClient aws;

  public Names(AwsClient aws) {
    this.aws = aws;
  }

  /**
   * The ARN of a state machine.
   *
   * @throws UnknownName if no machine has the name
   */
  public String stateMachine(String nameOrArn) throws AwsError, IOException {
    if (nameOrArn.startsWith("arn:")) {
      return nameOrArn;
    }
    var machines = machines();
    return machines.stream()
        .filter(machine -> machine.path("name").asText().equals(nameOrArn))
        .map(machine -> machine.path("stateMachineArn").asText())
        .findFirst()
        .orElseThrow(() -> noSuchMachine(nameOrArn, machines));
  }

  /**
   * The ARN of an execution, typed as ARN, as {@code MACHINE/NAME} or as {@code NAME} alone.
   *
   * @throws UnknownName if there is none, or several
   */
  public String execution(String text) throws AwsError, IOException {
    if (text.startsWith("arn:")) {
      return text;
    }
    var slash = text.indexOf('/');
    if (slash > 0) {
      return executionArn(stateMachine(text.substring(0, slash)), text.substring(slash + 1));
    }
    var found = new ArrayList<String>();
    for (var machine : machines()) {
      var arn = executionArn(machine.path("stateMachineArn").asText(), text);
      if (exists(arn)) {
        found.add(arn);
      }
    }
    return switch (found.size()) {
      case 1 -> found.get(0);
      case 0 ->
          throw new UnknownName(
              "Expected an execution named '" + text + "', but the node has none. See: pawl list");
      default ->
          throw new UnknownName(
              "Expected one execution named '"
                  + text
                  + "', but there are: "
                  + String.join(", ", found));
    };
  }

  private List<JsonNode> machines() throws AwsError, IOException {
    var listed = aws.pages("ListStateMachines", AwsClient.object(), "stateMachines", MACHINES_MAX);
    return StreamSupport.stream(listed.spliterator(), false).toList();
  }

  private boolean exists(String executionArn) throws AwsError, IOException {
    try {
      aws.stepFunctions("DescribeExecution", AwsClient.object().put("executionArn", executionArn));
      return true;
    } catch (AwsError e) {
      if (e.code().equals("ExecutionDoesNotExist")) {
        return false;
      }
      throw e;
    }
  }

  private static String executionArn(String stateMachineArn, String name) {
    return stateMachineArn.replaceFirst(":stateMachine:", ":execution:") + ":" + name;
  }

  private static UnknownName noSuchMachine(String name, List<JsonNode> machines) {
    var known =
        machines.isEmpty()
            ? "the node has none yet. Deploy one with: pawl deploy DIR"
            : "the node has: "
                + machines.stream()
                    .map(machine -> machine.path("name").asText())
                    .sorted()
                    .collect(Collectors.joining(", "));
    return new UnknownName("Expected a state machine named '" + name + "', but " + known);
  }
}
