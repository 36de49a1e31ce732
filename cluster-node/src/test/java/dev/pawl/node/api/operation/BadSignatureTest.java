package dev.pawl.node.api.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.persistence.jdbc.Jdbc;
import dev.pawl.protocol.signature.Credentials;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every operation asked for with a bad signature: AWS's error, never a 500, and nothing is stored.
 */
class BadSignatureTest {

  private static final String SECRET = "0123456789abcdef0123";
  private static final String KEYS =
      "access-keys = [{ id = AKIDADMIN, secret = \"%s\", role = admin }]".formatted(SECRET);
  private static final String BODY =
      "{\"name\":\"x\",\"roleArn\":\"arn:aws:iam::000000000000:role/r\",\"definition\":\"{\\\"StartAt\\\":\\\"P\\\",\\\"States\\\":{\\\"P\\\":{\\\"Type\\\":\\\"Pass\\\",\\\"End\\\":true}}}\"}";
  private static final List<String> TABLES =
      List.of("state_machines", "activities", "executions", "event_journal", "tags", "iam_roles");

  private final HttpClient http = HttpClient.newHttpClient();
  private ApiFixture api;
  private int requests;

  @BeforeEach
  void open(@TempDir Path directory) {
    api = new ApiFixture(directory, KEYS);
  }

  @AfterEach
  void close() {
    http.close();
    api.close();
  }

  @Test
  void everyOperationRefusesABadSignatureAndStoresNothing() {
    var good = new Credentials("AKIDADMIN", SECRET, null, "us-east-1");
    var wrong = new Credentials("AKIDADMIN", "another secret of ours", null, "us-east-1");
    var strange = new Credentials("AKIDNOBODY", SECRET, null, "us-east-1");
    var now = Instant.now();

    for (var operation : OperationModel.read().keySet()) {
      refused(operation, "InvalidSignatureException", sign(operation, wrong, now));
      refused(operation, "UnrecognizedClientException", sign(operation, strange, now));
      var stale = sign(operation, good, now.minus(Duration.ofHours(1)));
      refused(operation, "InvalidSignatureException", stale);
      var early = sign(operation, good, now.plus(Duration.ofHours(1)));
      refused(operation, "InvalidSignatureException", early);
      // Signed for another operation.
      refused(operation, "InvalidSignatureException", sign("No" + operation, good, now));
      refused(operation, "MissingAuthenticationTokenException", Map.of());
      for (var authorization :
          List.of("x", "AWS4-HMAC-SHA256 Credential=,SignedHeaders=,Signature=", "Basic QTpC")) {
        refused(operation, "IncompleteSignatureException", Map.of("Authorization", authorization));
      }
    }

    assertThat(rows().values()).containsOnly(0L);
    assertThat(requests).isEqualTo(37 * 9);
  }

  private Map<String, String> sign(String operation, Credentials key, Instant at) {
    var headers =
        Map.of(
            "Content-Type",
            "application/x-amz-json-1.0",
            "X-Amz-Target",
            "AWSStepFunctions." + operation);
    return key.headers(
        "states", "POST", api.port.endpoint(), headers, BODY.getBytes(StandardCharsets.UTF_8), at);
  }

  private void refused(String operation, String type, Map<String, String> headers) {
    requests++;
    var request =
        HttpRequest.newBuilder(api.port.endpoint())
            .header("Content-Type", "application/x-amz-json-1.0")
            .header("X-Amz-Target", "AWSStepFunctions." + operation)
            .POST(HttpRequest.BodyPublishers.ofString(BODY));
    headers.forEach(request::header);
    try {
      var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).as(operation + response.body()).isEqualTo(400);
      assertThat(response.body()).as(operation).contains("\"__type\":\"" + type + "\"");
    } catch (IOException e) {
      throw new AssertionError(operation, e);
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
