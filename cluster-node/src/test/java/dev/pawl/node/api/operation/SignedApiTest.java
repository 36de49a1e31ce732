package dev.pawl.node.api.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.node.api.RawHttp;
import dev.pawl.node.api.TestClients;
import dev.pawl.protocol.signature.Credentials;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.SfnException;

/** A node that asks its callers who they are, and AWS's own clients. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignedApiTest {

  private static final String SECRET = "0123456789abcdef0123";
  private static final String KEYS =
      """
      access-keys = [
        { id = AKIDADMIN, secret = "0123456789abcdef0123", role = admin, name = ada }
        { id = AKIDREADER, secret = "0123456789abcdef0123", role = reader }
        { id = AKIDSLOW, secret = "0123456789abcdef0123", role = admin, requests-per-second = 0.01, burst = 1 }
      ]
      """;
  private static final String MACHINE =
      "{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Pass\",\"End\":true}}}";
  private static final String ROLE = "arn:aws:iam::000000000000:role/r";

  private final List<AutoCloseable> clients = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private ApiFixture api;

  @BeforeAll
  void open(@TempDir Path directory) {
    api = new ApiFixture(directory, KEYS);
  }

  @AfterAll
  void close() throws Exception {
    for (var client : clients) {
      client.close();
    }
    http.close();
    api.close();
  }

  private SfnClient sfn(String keyId, String secret) {
    var client = TestClients.sfn(api.port.endpoint(), keyId, secret);
    clients.add(client);
    return client;
  }

  private LambdaClient lambda(String keyId, String secret) {
    var client = TestClients.lambda(api.port.endpoint(), keyId, secret);
    clients.add(client);
    return client;
  }

  @Test
  void whoHasAKeyIsServed() {
    var admin = sfn("AKIDADMIN", SECRET);

    var machine =
        admin.createStateMachine(
            request -> request.name("signed").definition(MACHINE).roleArn(ROLE));

    assertThat(sfn("AKIDREADER", SECRET).listStateMachines().stateMachines())
        .anySatisfy(
            listed -> assertThat(listed.stateMachineArn()).isEqualTo(machine.stateMachineArn()));
  }

  @Test
  void pathsWithArnsAreVerifiedAsTheyWereSigned() {
    assertThatThrownBy(() ->
            lambda("AKIDADMIN", SECRET)
                .getFunction(request ->
                    request.functionName("arn:aws:lambda:us-east-1:000000000000:function:gone")))
        .isInstanceOfSatisfying(
            LambdaException.class,
            error -> {
              assertThat(error.awsErrorDetails().errorCode())
                  .isEqualTo("ResourceNotFoundException");
              assertThat(error.statusCode()).isEqualTo(404);
            });
    assertThat(
            lambda("AKIDREADER", SECRET).listFunctions(request -> request.maxItems(2)).functions())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "AKIDNOBODY, 0123456789abcdef0123, UnrecognizedClientException",
    "AKIDADMIN, anothersecretofours, InvalidSignatureException",
  })
  void whoHasNoneIsRefused(String keyId, String secret, String code) {
    assertThatThrownBy(() -> sfn(keyId, secret).listStateMachines())
        .isInstanceOfSatisfying(
            SfnException.class,
            error -> {
              assertThat(error.awsErrorDetails().errorCode()).isEqualTo(code);
              assertThat(error.statusCode()).isEqualTo(400);
            });
    assertThatThrownBy(() -> lambda(keyId, secret).listFunctions())
        .isInstanceOfSatisfying(
            LambdaException.class,
            error -> {
              assertThat(error.awsErrorDetails().errorCode()).isEqualTo(code);
              assertThat(error.statusCode()).isEqualTo(403);
            });
  }

  @Test
  void aReaderChangesNothing() {
    var reader = sfn("AKIDREADER", SECRET);

    assertThatThrownBy(() ->
            reader.createStateMachine(
                request -> request.name("denied").definition(MACHINE).roleArn(ROLE)))
        .isInstanceOfSatisfying(
            SfnException.class,
            error -> {
              assertThat(error.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException");
              assertThat(error.awsErrorDetails().errorMessage())
                  .contains(
                      "user/AKIDREADER is not authorized to perform: states:CreateStateMachine");
            });
    assertThatThrownBy(() ->
            lambda("AKIDREADER", SECRET)
                .invoke(
                    request -> request.functionName("f").payload(SdkBytes.fromUtf8String("{}"))))
        .isInstanceOfSatisfying(
            LambdaException.class, error -> assertThat(error.statusCode()).isEqualTo(403));
    assertThat(sfn("AKIDADMIN", SECRET).listStateMachines().stateMachines())
        .noneSatisfy(machine -> assertThat(machine.name()).isEqualTo("denied"));
  }

  @Test
  void whoAsksTooOftenIsThrottled() throws IOException, InterruptedException {
    var first = signed("AKIDSLOW", SECRET, "states", Instant.now());
    var second = signed("AKIDSLOW", SECRET, "states", Instant.now());

    assertThat(first.statusCode()).isEqualTo(200);
    assertThat(second.statusCode()).isEqualTo(400);
    assertThat(second.body()).contains("\"__type\":\"ThrottlingException\"", "Rate exceeded");
  }

  @Test
  void aStaleDateIsRefused() throws IOException, InterruptedException {
    var stale = signed("AKIDADMIN", SECRET, "states", Instant.now().minus(Duration.ofMinutes(16)));

    assertThat(stale.statusCode()).isEqualTo(400);
    assertThat(stale.body()).contains("InvalidSignatureException", "Signature expired: ");
  }

  private HttpResponse<String> signed(String keyId, String secret, String service, Instant at)
      throws IOException, InterruptedException {
    var headers =
        Map.of(
            "Content-Type", "application/x-amz-json-1.0",
            "X-Amz-Target", "AWSStepFunctions.ListStateMachines");
    return send("/", headers, "{}", new Credentials(keyId, secret, null, "us-east-1"), service, at);
  }

  private HttpResponse<String> send(
      String path,
      Map<String, String> headers,
      String body,
      Credentials credentials,
      String service,
      Instant at)
      throws IOException, InterruptedException {
    URI uri = api.port.endpoint().resolve(path);
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    var request =
        HttpRequest.newBuilder(uri)
            .method(body.isEmpty() ? "GET" : "POST", HttpRequest.BodyPublishers.ofByteArray(bytes));
    headers.forEach(request::header);
    credentials
        .headers(service, body.isEmpty() ? "GET" : "POST", uri, headers, bytes, at)
        .forEach(request::header);
    return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @ParameterizedTest
  @CsvSource({
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=utf-8",
    "application/x-www-form-urlencoded; charset=UTF-8",
    "application/x-www-form-urlencoded;charset=utf-8",
  })
  void whoeverAsksWhoHeIsIsTold(String contentType) throws IOException, InterruptedException {
    var answer =
        send(
            "/",
            Map.of("Content-Type", contentType),
            "Action=GetCallerIdentity&Version=2011-06-15",
            new Credentials("AKIDADMIN", SECRET, null, "us-east-1"),
            "sts",
            Instant.now());

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body())
        .contains(
            "<Arn>arn:aws:iam::000000000000:user/ada</Arn>",
            "<UserId>AKIDADMIN</UserId>",
            "<Account>000000000000</Account>",
            "<RequestId>");
  }

  @Test
  void theQueryProtocolRefusesInItsOwnWords() throws IOException, InterruptedException {
    var form = Map.of("Content-Type", "application/x-www-form-urlencoded");
    var body = "Action=GetCallerIdentity&Version=2011-06-15";

    var stranger =
        send(
            "/",
            form,
            body,
            new Credentials("AKIDNOBODY", SECRET, null, "r"),
            "sts",
            Instant.now());
    var wrong =
        send("/", form, body, new Credentials("AKIDADMIN", "x", null, "r"), "sts", Instant.now());
    var denied =
        send(
            "/",
            form,
            "Action=DeleteRole&Version=2010-05-08&RoleName=r",
            new Credentials("AKIDREADER", SECRET, null, "r"),
            "iam",
            Instant.now());

    assertThat(stranger.statusCode()).isEqualTo(403);
    assertThat(stranger.body()).contains("<Code>InvalidClientTokenId</Code>");
    assertThat(wrong.statusCode()).isEqualTo(403);
    assertThat(wrong.body()).contains("<Code>SignatureDoesNotMatch</Code>");
    assertThat(denied.statusCode()).isEqualTo(403);
    assertThat(denied.body()).contains("<Code>AccessDenied</Code>", "iam:DeleteRole");
  }

  @Test
  void whoDoesNotSignGetsHealthAndNothingElse() {
    assertThat(get("/health")).startsWith("HTTP/1.1 200");
    assertThat(get("/_pawl/info")).startsWith("HTTP/1.1 403");
    assertThat(get("/_pawl/code/f/00")).startsWith("HTTP/1.1 404");
    assertThat(
            RawHttp.exchange(
                api.port.port(), RawHttp.awsJson("AWSStepFunctions.ListActivities", "{}")))
        .startsWith("HTTP/1.1 400")
        .contains("MissingAuthenticationTokenException");
    assertThat(get("/2015-03-31/functions"))
        .startsWith("HTTP/1.1 403")
        .contains("MissingAuthenticationTokenException");
  }

  private String get(String path) {
    return RawHttp.exchange(
        api.port.port(), "GET " + path + " HTTP/1.1\nHost: localhost\nConnection: close\n\n");
  }

  @Test
  void theCommandLineSigns() throws Exception {
    var key = new Credentials("AKIDREADER", SECRET, null, "us-east-1");
    var signing = new dev.pawl.node.cli.client.AwsClient(api.port.endpoint(), Optional.of(key));
    var unsigned = new dev.pawl.node.cli.client.AwsClient(api.port.endpoint(), Optional.empty());

    assertThat(signing.pawl("GET", "info", null).path("version").asText()).isEqualTo("test");
    assertThat(signing.lambda("GET", "/2015-03-31/functions", null).has("Functions")).isTrue();
    assertThatThrownBy(() -> unsigned.pawl("GET", "info", null))
        .hasMessageContaining("Missing Authentication Token");
  }
}
