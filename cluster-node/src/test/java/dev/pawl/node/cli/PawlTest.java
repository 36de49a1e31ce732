package dev.pawl.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.node.cli.FakeNode.Answer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class PawlTest {

  private static final String ARN = "arn:aws:states:us-east-1:000000000000:stateMachine:orders";
  private static final String EXECUTION =
      "arn:aws:states:us-east-1:000000000000:execution:orders:A-1";
  private static final String MACHINES =
      """
      {"stateMachines":[{"name":"orders","type":"STANDARD","creationDate":1700000000.0,"stateMachineArn":"%s"}]}
      """
          .formatted(ARN);

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int pawl(String... args) {
    return Pawl.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(args);
  }

  private int pawl(FakeNode node, String... args) {
    var all = new ArrayList<>(List.of(args));
    all.add("--endpoint=" + node.endpoint());
    return pawl(all.toArray(String[]::new));
  }

  @Test
  void versionNamesTheProgram() {
    var exitCode = pawl("--version");

    assertThat(exitCode).isZero();
    assertThat(out.toString()).startsWith("pawl ");
  }

  @Test
  void withoutACommandItExplainsItself() {
    assertThat(pawl()).isZero();
    assertThat(out.toString()).contains("validate", "deploy", "Exit codes:");
  }

  @Test
  void everyCommandExplainsItselfWithExamplesAndKnowsJson() {
    for (var command : Pawl.commandLine().getSubcommands().entrySet()) {
      var spec = command.getValue().getCommandSpec();
      assertThat(spec.findOption("--json")).as(command.getKey()).isNotNull();
      assertThat(spec.usageMessage().footer()).as(command.getKey()).isNotEmpty();
    }
  }

  @Test
  void anUnknownCommandIsOneLineAndWhereToLook() {
    assertThat(pawl("lst")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(err.toString().lines()).hasSize(2).last().isEqualTo("See: pawl --help");
  }

  @Test
  void withoutANodeItSaysHowToStartOne() {
    assertThat(pawl("list", "--endpoint", "http://127.0.0.1:1")).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).contains("Expected a node at http://127.0.0.1:1", "pawl dev");
  }

  @Test
  void aRefusalIsTheErrorNameAndItsMessage() {
    try (var node = new FakeNode()) {
      node.answer(
          "DescribeExecution",
          new Answer(
              400,
              Map.of(),
              "{\"__type\":\"com.amazonaws.swf.service.v2.model#ExecutionDoesNotExist\","
                  + "\"message\":\"Execution Does Not Exist: 'x'\"}"));

      assertThat(pawl(node, "describe", EXECUTION)).isEqualTo(ExitCode.REFUSED);
      assertThat(err.toString().strip())
          .isEqualTo("pawl: ExecutionDoesNotExist: Execution Does Not Exist: 'x'");
    }
  }

  @Test
  void withJsonARefusalIsAnObject() {
    try (var node = new FakeNode()) {
      node.answer("ListStateMachines", "{\"stateMachines\":[]}");

      assertThat(pawl(node, "start", "orders", "--json")).isEqualTo(ExitCode.REFUSED);
      assertThat(err.toString()).startsWith("{\"error\":\"UnknownName\"").contains("pawl deploy");
    }
  }

  @Test
  void startFindsTheMachineByNameAndSendsTheInputUnchanged() {
    try (var node = new FakeNode()) {
      node.answer("ListStateMachines", MACHINES)
          .answer("StartExecution", "{\"executionArn\":\"" + EXECUTION + "\",\"startDate\":1.7E9}");

      assertThat(pawl(node, "start", "orders", "--name", "A-1", "--input", "{ \"a\": 1.0 }"))
          .isZero();

      var request = node.asked().get(1).body();
      assertThat(request.path("stateMachineArn").asText()).isEqualTo(ARN);
      assertThat(request.path("input").asText()).isEqualTo("{ \"a\": 1.0 }");
      assertThat(out.toString().strip()).isEqualTo("started  " + EXECUTION);
    }
  }

  @Test
  void startAndWaitFailsWhenTheExecutionFails() {
    try (var node = new FakeNode()) {
      node.answer("StartExecution", "{\"executionArn\":\"" + EXECUTION + "\",\"startDate\":1.7E9}")
          .answer(
              "DescribeExecution",
              """
              {"executionArn":"%s","status":"FAILED","startDate":1.0,"stopDate":3.5,"error":"Boom","cause":"why"}
              """
                  .formatted(EXECUTION));

      assertThat(pawl(node, "start", ARN, "--wait")).isEqualTo(ExitCode.BAD_ANSWER);
      assertThat(out.toString()).contains("FAILED", "after 2.5 s", "Boom", "why");
    }
  }

  @Test
  void inputThatIsNoJsonNeverReachesTheNode() {
    try (var node = new FakeNode()) {
      node.answer("ListStateMachines", MACHINES);

      assertThat(pawl(node, "start", "orders", "--input", "{oops")).isEqualTo(ExitCode.USAGE);
      assertThat(node.operations()).doesNotContain("StartExecution");
    }
  }

  @Test
  void listReadsAllPagesUpToTheLimit() {
    try (var node = new FakeNode()) {
      node.answer("ListStateMachines", MACHINES)
          .answer(
              "ListExecutions",
              """
              {"executions":[{"name":"A-1","status":"RUNNING","startDate":1.7E9,"stateMachineArn":"%s"}],"nextToken":"more"}
              """
                  .formatted(ARN));

      assertThat(pawl(node, "list", "--limit", "3", "--json")).isZero();
      assertThat(out.toString().split("A-1", -1)).hasSize(4);
    }
  }

  @Test
  void anExecutionIsFoundByItsNameAlone() {
    try (var node = new FakeNode()) {
      node.answer("ListStateMachines", MACHINES)
          .answer("DescribeExecution", "{\"status\":\"RUNNING\"}")
          .answer(
              "GetExecutionHistory",
              """
              {"events":[
                {"id":1,"timestamp":1.7E9,"type":"ExecutionStarted","executionStartedEventDetails":{"input":"{}"}},
                {"id":2,"timestamp":1.7E9,"type":"TaskFailed","taskFailedEventDetails":{"error":"Boom","cause":"two\\nlines"}}]}
              """);

      assertThat(pawl(node, "history", "A-1")).isZero();
      assertThat(out.toString().lines()).hasSize(2).last().asString().contains("Boom two lines");
      assertThat(node.asked().get(1).body().path("executionArn").asText()).isEqualTo(EXECUTION);
    }
  }

  @Test
  void aFunctionThatThrowsIsABadAnswer() {
    try (var node = new FakeNode()) {
      node.answer(
          "POST /2015-03-31/functions/hello/invocations",
          new Answer(
              200, Map.of("X-Amz-Function-Error", "Unhandled"), "{\"errorType\":\"ValueError\"}"));

      assertThat(pawl(node, "invoke", "hello")).isEqualTo(ExitCode.BAD_ANSWER);
      assertThat(out.toString().strip()).isEqualTo("{\"errorType\":\"ValueError\"}");
    }
  }

  @Test
  void anEndpointComesFromTheOptionThenFromTheEnvironment() {
    var environment = Map.of("AWS_ENDPOINT_URL", "http://aws:1", "PAWL_ENDPOINT", "http://pawl:2");

    assertThat(NodeCommand.endpoint("host:3", environment)).hasToString("http://host:3");
    assertThat(NodeCommand.endpoint(null, environment)).hasToString("http://pawl:2");
    assertThat(NodeCommand.endpoint(null, Map.of("AWS_ENDPOINT_URL", "http://aws:1")))
        .hasToString("http://aws:1");
    assertThat(NodeCommand.endpoint(null, Map.of())).hasToString(NodeCommand.DEFAULT_ENDPOINT);
  }
}
