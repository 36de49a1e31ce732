package dev.pawl.node.api.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CloudWatch Logs over files. */
class LogsApiTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int RECORDS = 2_500;

  private final HttpClient http = HttpClient.newHttpClient();
  private ApiFixture api;
  private Path orders;

  @BeforeEach
  void open(@TempDir Path directory) throws IOException {
    api = new ApiFixture(directory);
    Files.createDirectories(api.logs);
    orders = api.logs.resolve("orders.log");
    var lines = new ArrayList<String>();
    for (int i = 1; i <= RECORDS; i++) {
      lines.add(
          "{\"id\":\"%d\",\"type\":\"PassStateEntered\",\"details\":{\"name\":\"Ü%d\"},\"event_timestamp\":\"%d\"}"
              .formatted(i, i, 1_000L + i));
    }
    Files.write(orders, lines);
    Files.writeString(
        api.logs.resolve("log.2"),
        "1970-01-01T00:00:01Z s1 START one\n1970-01-01T00:00:02Z s1 hello\rworld\n");
    Files.writeString(
        api.logs.resolve("log.1"),
        "1970-01-01T00:00:03Z s2 START two\n1970-01-01T00:00:04Z s2 unfinish");
  }

  @AfterEach
  void close() {
    http.close();
    api.close();
  }

  private static ObjectNode input() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static ObjectNode group(String name) {
    return input().put("logGroupName", name);
  }

  private JsonNode ask(int status, String operation, JsonNode input) {
    var request =
        HttpRequest.newBuilder(api.port.endpoint())
            .header("Content-Type", "application/x-amz-json-1.1")
            .header("X-Amz-Target", "Logs_20140328." + operation)
            .POST(HttpRequest.BodyPublishers.ofString(input.toString()))
            .build();
    try {
      var response = http.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).as(operation + ": " + response.body()).isEqualTo(status);
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static List<String> messages(JsonNode page) {
    var messages = new ArrayList<String>();
    page.path("events").forEach(event -> messages.add(event.path("message").asText()));
    return messages;
  }

  @Test
  void aStreamIsReadForwardsPageByPageToItsEnd() {
    var input =
        group("/pawl/orders")
            .put("logStreamName", "states")
            .put("startFromHead", true)
            .put("limit", 1_000);
    var all = new ArrayList<String>();
    var page = ask(200, "GetLogEvents", input);
    for (int i = 0; i < 3; i++) {
      all.addAll(messages(page));
      input.put("nextToken", page.path("nextForwardToken").asText());
      page = ask(200, "GetLogEvents", input);
    }

    assertThat(all).hasSize(RECORDS).doesNotHaveDuplicates();
    assertThat(all.get(RECORDS - 1)).contains("Ü" + RECORDS);
    assertThat(messages(page)).isEmpty();
    assertThat(page.path("nextForwardToken").asText()).isEqualTo(input.path("nextToken").asText());
  }

  @Test
  void aStreamIsReadBackwardsPageByPageToItsBeginning() {
    var input = group("/pawl/orders").put("logStreamName", "states").put("limit", 999);
    var pages = new ArrayList<List<String>>();
    var page = ask(200, "GetLogEvents", input);
    while (!messages(page).isEmpty()) {
      pages.add(messages(page));
      input.put("nextToken", page.path("nextBackwardToken").asText());
      page = ask(200, "GetLogEvents", input);
    }
    Collections.reverse(pages);

    var all = pages.stream().flatMap(List::stream).toList();
    assertThat(pages).hasSize(3);
    assertThat(all).hasSize(RECORDS).doesNotHaveDuplicates();
    assertThat(all.get(0)).contains("\"id\":\"1\"");
  }

  @Test
  void whatIsWrittenLaterFollowsTheLastToken() throws IOException {
    var input = group("/pawl/orders").put("logStreamName", "states").put("limit", 10);
    var page = ask(200, "GetLogEvents", input);
    assertThat(messages(page)).hasSize(10).last().asString().contains("\"" + RECORDS + "\"");

    Files.writeString(
        orders, "{\"id\":\"new\",\"event_timestamp\":\"9000\"}\n", StandardOpenOption.APPEND);
    input.put("nextToken", page.path("nextForwardToken").asText());

    assertThat(messages(ask(200, "GetLogEvents", input)))
        .hasSize(1)
        .first()
        .asString()
        .contains("new");
  }

  @Test
  void aFunctionHasAStreamPerProcessAndItsFilesMayBeRenamedMeanwhile() throws IOException {
    var group = group("/aws/lambda/greet");
    var streams = ask(200, "DescribeLogStreams", group).path("logStreams");
    assertThat(streams.findValuesAsText("logStreamName")).containsExactly("s1", "s2");
    assertThat(streams.get(0).path("lastEventTimestamp").asLong()).isEqualTo(2_000);

    var page = ask(200, "FilterLogEvents", group.deepCopy().put("limit", 1));
    assertThat(messages(page)).containsExactly("START one");
    Files.move(api.logs.resolve("log.2"), api.logs.resolve("log.3"));
    Files.move(api.logs.resolve("log.1"), api.logs.resolve("log.2"));
    Files.move(
        api.logs.resolve("log.3"), api.logs.resolve("log.1"), StandardCopyOption.REPLACE_EXISTING);
    var rest =
        ask(
            200,
            "FilterLogEvents",
            group.deepCopy().put("nextToken", page.path("nextToken").asText()));

    assertThat(messages(rest)).containsExactly("hello\nworld");
    assertThat(rest.has("nextToken")).isFalse();
  }

  @Test
  void recordsAreFoundByWordsAndTime() {
    var filter = group("/pawl/orders").put("filterPattern", "\"Ü25\" -Ü250 ?2501 ?PassState");
    assertThat(messages(ask(200, "FilterLogEvents", filter))).hasSize(10);

    var time = group("/pawl/orders").put("startTime", 1_010).put("endTime", 1_012);
    assertThat(ask(200, "FilterLogEvents", time).path("events").findValuesAsText("timestamp"))
        .containsExactly("1010", "1011");
    assertThat(
            ask(400, "FilterLogEvents", group("/pawl/orders").put("filterPattern", "{ $.a = 1 }"))
                .path("__type")
                .asText())
        .isEqualTo("InvalidParameterException");
  }

  @Test
  void aGroupIsMadeAndKeptAndDeletedAsTerraformDoes() {
    var arn = "arn:aws:logs:us-east-1:000000000000:log-group:/pawl/new";
    var create = group("/pawl/new");
    create.putObject("tags").put("team", "a");
    ask(200, "CreateLogGroup", create);
    assertThat(ask(400, "CreateLogGroup", create).path("__type").asText())
        .isEqualTo("ResourceAlreadyExistsException");
    assertThat(
            ask(200, "DescribeLogGroups", input().put("logGroupNamePrefix", "/pawl/new"))
                .path("logGroups")
                .get(0)
                .has("retentionInDays"))
        .isFalse();
    ask(200, "PutRetentionPolicy", group("/pawl/new").put("retentionInDays", 14));
    ask(400, "PutRetentionPolicy", group("/pawl/new").put("retentionInDays", 2));

    var shown =
        ask(200, "DescribeLogGroups", input().put("logGroupNamePrefix", "/pawl/new"))
            .path("logGroups")
            .get(0);
    assertThat(shown.path("retentionInDays").asInt()).isEqualTo(14);
    assertThat(shown.path("arn").asText()).isEqualTo(arn + ":*");
    var resource = input().put("resourceArn", arn);
    assertThat(ask(200, "ListTagsForResource", resource).path("tags").path("team").asText())
        .isEqualTo("a");
    ask(200, "DeleteLogGroup", group("/pawl/new"));
    ask(400, "ListTagsForResource", resource);
  }

  @Test
  void groupsAreListedPageByPage() {
    var first = ask(200, "DescribeLogGroups", input().put("limit", 1));
    var second =
        ask(
            200,
            "DescribeLogGroups",
            input().put("limit", 1).put("nextToken", first.path("nextToken").asText()));

    assertThat(first.path("logGroups").findValuesAsText("logGroupName"))
        .containsExactly("/aws/lambda/greet");
    assertThat(second.path("logGroups").findValuesAsText("logGroupName"))
        .containsExactly("/pawl/orders");
    assertThat(second.has("nextToken")).isFalse();
  }

  @Test
  void whatIsNotThereIsSaidNotToBe() {
    assertThat(
            ask(400, "GetLogEvents", group("/no").put("logStreamName", "s"))
                .path("__type")
                .asText())
        .isEqualTo("ResourceNotFoundException");
    assertThat(
            ask(400, "GetLogEvents", group("/pawl/orders").put("logStreamName", "s"))
                .path("message")
                .asText())
        .isEqualTo("The specified log stream does not exist.");
    ask(
        400,
        "GetLogEvents",
        group("/pawl/orders").put("logStreamName", "states").put("nextToken", "x"));
    ask(400, "FilterLogEvents", group("/pawl/orders").put("nextToken", "f/x"));
    ask(400, "FilterLogEvents", input());
  }
}
