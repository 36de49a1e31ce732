package dev.pawl.node.api.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.node.api.Operation;
import dev.pawl.persistence.jdbc.Jdbc;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every member of every operation missing, null, of the wrong type, empty, too long, out of range:
 * AWS's error, never a 500, and nothing is stored.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final List<String> TABLES =
      List.of(
          "state_machines",
          "state_machine_versions",
          "state_machine_aliases",
          "definitions",
          "activities",
          "executions",
          "state_machine_pauses",
          "event_journal",
          "tags");
  private static final String CONSTRAINT = "failed to satisfy constraint: Member must ";

  private final HttpClient http = HttpClient.newHttpClient();
  private ApiFixture api;
  private int requests;

  @BeforeAll
  void open(@TempDir Path directory) {
    api = new ApiFixture(directory);
  }

  @AfterAll
  void close() {
    http.close();
    api.close();
  }

  /** What came back. */
  private record Refusal(int status, String type, String message) {}

  @Test
  void everyBadMemberOfEveryOperationIsRefusedAndNothingIsStored() {
    var before = rows();

    OperationModel.read()
        .forEach((operation, members) ->
            members.forEach(member -> spoil("AWSStepFunctions." + operation, member)));

    assertThat(rows()).isEqualTo(before);
    assertThat(requests).isGreaterThan(400);
  }

  @Test
  void everyBadMemberOfEveryOperationOfPawlIsRefusedAndNothingIsStored() {
    var before = rows();

    api.pawlOperations.stream()
        .map(Operation::shape)
        .forEach(operation ->
            OperationModel.of(operation)
                .forEach(member -> spoil("Pawl." + operation.name(), member)));

    assertThat(rows()).isEqualTo(before);
    assertThat(requests).isGreaterThan(50);
  }

  private void spoil(String operation, OperationModel.Member member) {
    if (member.required()) {
      invalid(operation, member, body -> {}, CONSTRAINT + "not be null");
      invalid(operation, member, body -> body.putNull(member.name()), CONSTRAINT + "not be null");
    }
    switch (member.type()) {
      case "text" -> spoilText(operation, member);
      case "one-of" -> {
        unreadable(operation, member, NODES.numberNode(1));
        invalid(
            operation,
            member,
            body -> body.put(member.name(), "nonsense"),
            CONSTRAINT + "satisfy enum value set");
      }
      case "whole", "number" -> spoilNumber(operation, member);
      case "flag" -> unreadable(operation, member, NODES.textNode("perhaps"));
      case "list" -> {
        unreadable(operation, member, NODES.textNode("x"));
        unreadable(operation, member, NODES.objectNode());
      }
      case "structure" -> {
        unreadable(operation, member, NODES.textNode("x"));
        unreadable(operation, member, NODES.arrayNode());
      }
      default -> throw new AssertionError("Expected a type that is known, but found " + member);
    }
  }

  private void spoilText(String operation, OperationModel.Member member) {
    unreadable(operation, member, NODES.numberNode(5));
    unreadable(operation, member, NODES.booleanNode(true));
    unreadable(operation, member, NODES.objectNode().put("x", 1));
    unreadable(operation, member, NODES.arrayNode().add("x"));
    if (member.min() > 0) {
      invalid(
          operation,
          member,
          body -> body.put(member.name(), ""),
          CONSTRAINT + "have length greater than or equal to " + member.min());
    }
    if (member.max() < Long.MAX_VALUE) {
      invalid(
          operation,
          member,
          body -> body.put(member.name(), "x".repeat((int) member.max() + 1)),
          CONSTRAINT + "have length less than or equal to " + member.max());
    }
    if (member.name().endsWith("Arn")) {
      for (var arn :
          List.of("nonsense", "arn:aws:states", "arn:aws:sqs:us-east-1:1:q", "arn:::::::")) {
        var refusal = ask(operation, NODES.objectNode().put(member.name(), arn));
        assertThat(refusal.status())
            .as("%s %s %s: %s", operation, member, arn, refusal)
            .isEqualTo(400);
      }
    }
  }

  private void spoilNumber(String operation, OperationModel.Member member) {
    unreadable(operation, member, NODES.textNode("many"));
    invalid(
        operation,
        member,
        body -> body.put(member.name(), member.min() - 1),
        CONSTRAINT + "have value greater than or equal to " + member.min());
    if (member.max() < Long.MAX_VALUE) {
      invalid(
          operation,
          member,
          body -> body.put(member.name(), member.max() + 1),
          CONSTRAINT + "have value less than or equal to " + member.max());
    }
  }

  private void invalid(
      String operation, OperationModel.Member member, Consumer<ObjectNode> bad, String message) {
    var body = NODES.objectNode();
    bad.accept(body);
    var refusal = ask(operation, body);
    var what = "%s %s: %s".formatted(operation, member, refusal);
    assertThat(refusal.status()).as(what).isEqualTo(400);
    assertThat(refusal.type()).as(what).isEqualTo("ValidationException");
    assertThat(refusal.message()).as(what).contains("at '" + member.name() + "' " + message);
  }

  private void unreadable(String operation, OperationModel.Member member, JsonNode bad) {
    var refusal = ask(operation, NODES.objectNode().set(member.name(), bad));
    var what = "%s %s as %s: %s".formatted(operation, member, bad, refusal);
    assertThat(refusal.status()).as(what).isEqualTo(400);
    assertThat(refusal.type()).as(what).isEqualTo("SerializationException");
  }

  private Refusal ask(String operation, JsonNode body) {
    requests++;
    var request =
        HttpRequest.newBuilder(api.port.endpoint())
            .header("Content-Type", "application/x-amz-json-1.0")
            .header("X-Amz-Target", operation)
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    try {
      var response = http.send(request, HttpResponse.BodyHandlers.ofString());
      var error = JSON.readTree(response.body());
      var type = error.path("__type").asText();
      return new Refusal(
          response.statusCode(),
          type.substring(type.indexOf('#') + 1),
          error.path("message").asText());
    } catch (IOException e) {
      throw new AssertionError(operation + " " + body, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private Map<String, Long> rows() {
    return api.database
        .writer()
        .submit(connection -> {
          var counts = new LinkedHashMap<String, Long>();
          for (var table : TABLES) {
            counts.put(
                table,
                Jdbc.first(connection, "SELECT COUNT(*) FROM " + table, row -> row.getLong(1))
                    .orElse(0L));
          }
          return counts;
        })
        .join();
  }
}
