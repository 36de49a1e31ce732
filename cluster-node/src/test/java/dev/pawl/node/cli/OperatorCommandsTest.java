package dev.pawl.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.node.cli.FakeNode.Answer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of what AWS does not have: what they ask, what they say, and how they exit. */
class OperatorCommandsTest {

  private static final String MACHINE = "arn:aws:states:us-east-1:000000000000:stateMachine:orders";
  private static final String EXECUTION =
      "arn:aws:states:us-east-1:000000000000:execution:orders:A-1";
  private static final String MACHINES =
      "{\"stateMachines\":[{\"name\":\"orders\",\"type\":\"STANDARD\",\"stateMachineArn\":\""
          + MACHINE
          + "\"}]}";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private FakeNode node;

  @BeforeEach
  void start() {
    node = new FakeNode();
    node.answer("ListStateMachines", MACHINES);
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private int pawl(String... args) {
    var all = new ArrayList<>(List.of(args));
    all.add("--endpoint=" + node.endpoint());
    return plain(all.toArray(String[]::new));
  }

  private int plain(String... args) {
    return Pawl.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(args);
  }

  private void bulk(String status, int refused) {
    var operation =
        """
        {"bulkOperationId":"b","status":"%s","matched":3,"succeeded":2,"refused":%d%s}
        """
            .formatted(status, refused, refused == 0 ? "" : ",\"lastRefusal\":\"A-1: why\"");
    node.answer("Pawl.StartBulkOperation", operation)
        .answer("Pawl.DescribeBulkOperation", operation);
  }

  private String asked(String operation, String member) {
    return node.asked().stream()
        .filter(asked -> asked.what().equals(operation))
        .findFirst()
        .orElseThrow()
        .body()
        .path(member)
        .asText();
  }

  @Test
  void aBulkPauseSaysWhy() {
    bulk("SUCCEEDED", 0);

    assertThat(pawl("bulk", "pause", "--query", "status = RUNNING", "--reason", "fraud?")).isZero();

    assertThat(asked("Pawl.StartBulkOperation", "action")).isEqualTo("PAUSE");
    assertThat(asked("Pawl.StartBulkOperation", "reason")).isEqualTo("fraud?");
    assertThat(out.toString()).contains("b  SUCCEEDED  3 found, 2 done, 0 refused");
  }

  @Test
  void aBulkMigrationFindsItsTargetByName() {
    bulk("SUCCEEDED", 0);

    assertThat(pawl("bulk", "migrate", "--query", "status = RUNNING", "--to", "orders:7")).isZero();

    assertThat(asked("Pawl.StartBulkOperation", "action")).isEqualTo("MIGRATE");
    assertThat(asked("Pawl.StartBulkOperation", "targetArn")).isEqualTo(MACHINE + ":7");
  }

  @Test
  void whatSomeExecutionsRefusedIsABadAnswer() {
    bulk("SUCCEEDED", 1);
    assertThat(pawl("bulk", "resume", "--query", "status = RUNNING"))
        .isEqualTo(ExitCode.BAD_ANSWER);
    assertThat(pawl("bulk", "watch", "b")).isEqualTo(ExitCode.BAD_ANSWER);
    assertThat(out.toString().split("last refused: A-1: why", -1)).hasSize(3);

    bulk("FAILED", 0);
    assertThat(pawl("bulk", "watch", "b")).isEqualTo(ExitCode.BAD_ANSWER);
  }

  @Test
  void bulkAloneSaysWhatThereIsToDo() {
    assertThat(plain("bulk")).isEqualTo(ExitCode.USAGE);

    assertThat(err.toString()).contains("stop, redrive, pause, resume, migrate");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void attributesAreATableAndForProgramsJson() {
    node.answer(
        "Pawl.DescribeIndexedAttributes",
        """
        {"attributes":[{"name":"total","type":"NUMBER","source":"OUTPUT","path":"$.t"}]}
        """);

    assertThat(pawl("attributes", "orders")).isZero();
    assertThat(out.toString().lines())
        .containsExactly("NAME   TYPE    SOURCE  PATH", "total  NUMBER  OUTPUT  $.t");

    assertThat(pawl("attributes", "orders", "--json")).isZero();
    assertThat(out.toString()).contains("\"attributes\" : [");
  }

  @Test
  void whatMakesNoSenseNeverReachesTheNode() {
    for (var args :
        List.of(
            List.of("attributes", "orders", "--set", "total"),
            List.of("attributes", "orders", "--set", "a:string:input:$.a", "--none"),
            List.of("limits", "orders", "--delete", "--max", "3"),
            List.of("signal", EXECUTION, "go", "--payload", ""),
            List.of("signal", EXECUTION, "go", "--payload", "1 2"),
            List.of("redrive", EXECUTION, "--input", "{}"),
            List.of("search", "--limit", "0"),
            List.of("list", "--limit", "0"),
            List.of("history", EXECUTION, "--limit=-1"),
            List.of("bulk", "list", "--limit", "0"),
            List.of("replay", "any.json", "--quiet", "--interactive"))) {
      var command = new ArrayList<>(args);
      if (!args.contains("replay")) {
        command.add("--endpoint=" + node.endpoint());
      }

      assertThat(plain(command.toArray(String[]::new))).as(args.toString()).isEqualTo(2);
    }
    assertThat(err.toString().lines())
        .hasSize(11)
        .allMatch(line -> line.startsWith("pawl: Expected "));
    assertThat(node.operations()).allMatch(operation -> operation.equals("ListStateMachines"));
  }

  @Test
  void anEndpointThatIsNoneIsAMistakeOfWhoTypedIt() {
    for (var endpoint : List.of("http://a b", "ftp://host", "http://", "httpx://host")) {
      assertThat(plain("explain", EXECUTION, "--endpoint", endpoint))
          .as(endpoint)
          .isEqualTo(ExitCode.USAGE);
    }
  }

  @Test
  void programsReadAMistakeOnTheCommandLineToo() {
    assertThat(plain("explain", "--json")).isEqualTo(ExitCode.USAGE);

    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).startsWith("{\"error\":\"").contains("EXECUTION");
  }

  @Test
  void whoIsPausedResumedOrSignalledIsNamedInFull() {
    node.answer("Pawl.PauseExecution", "{\"paused\":true,\"pauseDate\":1.7E9}")
        .answer("Pawl.ResumeExecution", "{\"paused\":true}")
        .answer("Pawl.SignalExecution", "{\"paused\":false,\"signalId\":\"7\"}");

    assertThat(pawl("pause", "orders/A-1")).isZero();
    assertThat(pawl("resume", "orders/A-1")).isEqualTo(ExitCode.BAD_ANSWER);
    assertThat(pawl("signal", "orders/A-1", "go")).isZero();

    assertThat(out.toString().lines()).hasSize(3).allMatch(line -> line.contains(EXECUTION));
  }

  @Test
  void anExportIsWholeOrNotThere(@TempDir Path directory) throws IOException {
    var file = directory.resolve("a.json");
    node.answer(
        "Pawl.ExportExecution",
        new Answer(400, Map.of(), "{\"__type\":\"ExecutionDoesNotExist\",\"message\":\"no\"}"));

    assertThat(pawl("export", EXECUTION, "-o", file.toString())).isEqualTo(ExitCode.REFUSED);
    try (var files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }

    node.answer("Pawl.ExportExecution", "{\"formatVersion\":1,\"rows\":[{\"events\":[]}]}");
    assertThat(pawl("export", EXECUTION, "-o", file.toString(), "--json")).isZero();
    assertThat(out.toString()).contains("\"rows\" : 1", "\"file\" : ");
    assertThat(file).isNotEmptyFile();
  }

  @Test
  void anExportNeedsADirectory(@TempDir Path directory) {
    node.answer("Pawl.ExportExecution", "{\"formatVersion\":1,\"rows\":[]}");

    assertThat(pawl("export", EXECUTION, "-o", directory.resolve("none/a.json").toString()))
        .isEqualTo(ExitCode.LOCAL);

    assertThat(err.toString()).contains("Expected a directory for");
  }
}
