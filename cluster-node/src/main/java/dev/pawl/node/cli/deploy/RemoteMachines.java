package dev.pawl.node.cli.deploy;

import dev.pawl.engine.asl.MachineType;
import dev.pawl.node.cli.client.AwsClient;
import dev.pawl.node.cli.client.AwsError;
import java.io.IOException;

/** The state machines of a node, as far as a deployment changes them. */
final class RemoteMachines {

  private final AwsClient aws;
  private final String role;

  RemoteMachines(AwsClient aws, String role) {
    this.aws = aws;
    this.role = role;
  }

  /**
   * Creates the machine, or gives it this definition. Running executions keep the one they started
   * with.
   */
  Deployment.Step put(String name, MachineType type, String definition)
      throws AwsError, IOException {
    var request =
        AwsClient.object()
            .put("name", name)
            .put("definition", definition)
            .put("roleArn", role)
            .put("type", type.name());
    for (var machine :
        aws.pages("ListStateMachines", AwsClient.object(), "stateMachines", Integer.MAX_VALUE)) {
      if (machine.path("name").asText().equals(name)) {
        return update(name, machine.path("stateMachineArn").asText(), definition);
      }
    }
    var created = aws.stepFunctions("CreateStateMachine", request);
    return step(name, "created", created.path("stateMachineArn").asText());
  }

  private Deployment.Step update(String name, String arn, String definition)
      throws AwsError, IOException {
    var described =
        aws.stepFunctions("DescribeStateMachine", AwsClient.object().put("stateMachineArn", arn));
    if (described.path("definition").asText().equals(definition)) {
      return step(name, "unchanged", arn);
    }
    aws.stepFunctions(
        "UpdateStateMachine",
        AwsClient.object().put("stateMachineArn", arn).put("definition", definition));
    return step(name, "updated", arn);
  }

  private static Deployment.Step step(String name, String change, String arn) {
    return new Deployment.Step("machine", name, change, arn);
  }
}
