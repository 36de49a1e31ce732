package dev.pawl.node.api.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.pawl.node.api.auth.AccessRefused.Fault;
import dev.pawl.protocol.signature.Credentials;
import dev.pawl.protocol.signature.Signable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, and who is not. */
class GateTest {

  private static final Instant NOW = Instant.parse("2026-11-22T16:00:00Z");
  private static final String SECRET = "0123456789abcdef0123";
  private static final String KEYS =
      """
      access-keys = [
        { id = AKIDADMIN, secret = "0123456789abcdef0123", role = admin, name = ada }
        { id = AKIDREADER, secret = "0123456789abcdef0123", role = reader }
        { id = AKIDSLOW, secret = "0123456789abcdef0123", role = admin, requests-per-second = 2, burst = 3, concurrency = 2 }
      ]
      """;
  private static final byte[] BODY = "{\"input\":\"{}\"}".getBytes(UTF_8);
  private static final URI ENDPOINT = URI.create("http://127.0.0.1:4566/");

  private Instant now = NOW;
  private final Gate gate = new Gate(AccessKeys.of(config(KEYS)), "000000000000", () -> now);

  private static Config config(String text) {
    return ConfigFactory.parseString(text).withFallback(ConfigFactory.load().getConfig("pawl.api"));
  }

  private static Signable signed(String keyId, String secret, Instant at) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("content-type", "application/x-amz-json-1.0");
    headers.put("x-amz-target", "AWSStepFunctions.StartExecution");
    new Credentials(keyId, secret, null, "us-east-1")
        .headers("states", "POST", ENDPOINT, Map.copyOf(headers), BODY, at)
        .forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
    headers.put("host", "127.0.0.1:4566");
    return new Signable("POST", "/", "", headers, List.of());
  }

  private static Signable with(Signable request, String header, String value) {
    var headers = new LinkedHashMap<>(request.headers());
    headers.put(header, value);
    return new Signable("POST", request.path(), request.query(), headers, List.of());
  }

  private AccessRefused refusal(Signable request, byte[] body) {
    return catchThrowableOfType(AccessRefused.class, () -> gate.identify(request, body));
  }

  @Test
  void whoSignsWithAKeyIsItsUser() {
    var caller = gate.identify(signed("AKIDADMIN", SECRET, NOW), BODY);

    assertThat(caller.arn()).isEqualTo("arn:aws:iam::000000000000:user/ada");
    assertThat(caller.role()).isEqualTo(Role.ADMIN);
  }

  @Test
  void withoutKeysEverybodyIsRoot() {
    var open = new Gate(AccessKeys.of(config("")), "000000000000", () -> now);

    var caller = open.identify(new Signable("POST", "/", "", Map.of(), List.of()), BODY);

    assertThat(caller.arn()).isEqualTo("arn:aws:iam::000000000000:root");
    assertThat(open.allows(caller, "states", "CreateStateMachine")).isTrue();
  }

  @Test
  void aRequestWithoutASignatureIsRefused() {
    var refused = refusal(new Signable("POST", "/", "", Map.of("host", "h"), List.of()), BODY);

    assertThat(refused.fault()).isEqualTo(Fault.MISSING_TOKEN);
  }

  @Test
  void aKeyThatNobodyHasIsRefused() {
    assertThat(refusal(signed("AKIDNOBODY", SECRET, NOW), BODY).fault())
        .isEqualTo(Fault.UNKNOWN_KEY);
  }

  @Test
  void anotherSecretIsRefused() {
    assertThat(refusal(signed("AKIDADMIN", "another secret of ours", NOW), BODY).fault())
        .isEqualTo(Fault.INVALID_SIGNATURE);
  }

  @Test
  void whatIsChangedOnItsWayIsRefused() {
    var request = signed("AKIDADMIN", SECRET, NOW);

    assertThat(refusal(request, "{\"input\":\"[]\"}".getBytes(UTF_8)).fault())
        .isEqualTo(Fault.INVALID_SIGNATURE);
    assertThat(
            refusal(with(request, "x-amz-target", "AWSStepFunctions.StopExecution"), BODY).fault())
        .isEqualTo(Fault.INVALID_SIGNATURE);
    assertThat(refusal(with(request, "host", "elsewhere"), BODY).fault())
        .isEqualTo(Fault.INVALID_SIGNATURE);
    assertThat(refusal(with(request, "x-amz-content-sha256", "UNSIGNED-PAYLOAD"), BODY).fault())
        .isEqualTo(Fault.INVALID_SIGNATURE);
    assertThat(
            refusal(new Signable("POST", "/", "a=b", request.headers(), List.of()), BODY).fault())
        .isEqualTo(Fault.INVALID_SIGNATURE);
    assertThat(refusal(new Signable("GET", "/", "", request.headers(), List.of()), BODY).fault())
        .isEqualTo(Fault.INVALID_SIGNATURE);
  }

  @Test
  void aHeaderOfAwsThatIsNotSignedIsRefused() {
    var refused = refusal(with(signed("AKIDADMIN", SECRET, NOW), "x-amz-log-type", "Tail"), BODY);

    assertThat(refused.fault()).isEqualTo(Fault.INVALID_SIGNATURE);
    assertThat(refused.text()).contains("x-amz-log-type");
  }

  @Test
  void aSignatureIsGoodForFifteenMinutesBothWays() {
    var request = signed("AKIDADMIN", SECRET, NOW);

    now = NOW.plus(Signature.WINDOW);
    assertThat(gate.identify(request, BODY).keyId()).isEqualTo("AKIDADMIN");
    now = NOW.plus(Signature.WINDOW).plusSeconds(1);
    assertThat(refusal(request, BODY).text())
        .isEqualTo(
            "Signature expired: 20261122T160000Z is now earlier than 20261122T160001Z"
                + " (20261122T161501Z - 15 min.)");
    now = NOW.minus(Signature.WINDOW);
    assertThat(gate.identify(request, BODY).keyId()).isEqualTo("AKIDADMIN");
    now = NOW.minus(Signature.WINDOW).minusSeconds(1);
    assertThat(refusal(request, BODY).text()).startsWith("Signature not yet current: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "AWS4-HMAC-SHA256",
        "AWS4-HMAC-SHA256 Credential=AKIDADMIN",
        "AWS4-HMAC-SHA256 Credential=AKIDADMIN/20261122/us-east-1/states/aws4_request,"
            + " SignedHeaders=host, Signature=",
        "AWS4-HMAC-SHA256 Credential=AKIDADMIN/20261122/us-east-1/states/aws5,"
            + " SignedHeaders=host;x-amz-date;x-amz-target, Signature=00",
        "AWS4-HMAC-SHA256 Credential=AKIDADMIN, SignedHeaders=host;x-amz-date;x-amz-target,"
            + " Signature=00",
        "AWS4-HMAC-SHA256 Credential=AKIDADMIN/////, SignedHeaders=host;x-amz-date;x-amz-target,"
            + " Signature=00",
        "AWS4-HMAC-SHA256 Credential=AKIDADMIN/20251122/us-east-1/states/aws4_request,"
            + " SignedHeaders=host;x-amz-date;x-amz-target, Signature=00",
        "AWS4-ECDSA-P256-SHA256 Credential=AKIDADMIN/20261122/us-east-1/states/aws4_request,"
            + " SignedHeaders=host, Signature=00",
        "Basic QUtJREFETUlOOg==",
        "Bearer AKIDADMIN",
        "AWS AKIDADMIN:00",
      })
  void whatIsNoSignatureIsRefused(String authorization) {
    var request = with(signed("AKIDADMIN", SECRET, NOW), "authorization", authorization);

    assertThat(refusal(request, BODY).fault())
        .isIn(Fault.INCOMPLETE_SIGNATURE, Fault.INVALID_SIGNATURE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "now", "2026-11-22T16:00:00Z", "20261122", "20261322T160000Z"})
  void whatIsNoDateIsRefused(String date) {
    var request = with(signed("AKIDADMIN", SECRET, NOW), "x-amz-date", date);

    assertThat(refusal(request, BODY).fault()).isEqualTo(Fault.INCOMPLETE_SIGNATURE);
  }

  @Test
  void aRoleMayDoWhatThoseBeforeItMayAndNoMore() {
    var reader = gate.identify(signed("AKIDREADER", SECRET, NOW), BODY);

    assertThat(gate.allows(reader, "states", "DescribeExecution")).isTrue();
    assertThat(gate.allows(reader, "states", "StartExecution")).isFalse();
    assertThat(gate.allows(reader, "states", "AnOperationOfNextYear")).isFalse();
    assertThatThrownBy(() -> gate.authorize(reader, "states", "StartExecution"))
        .hasMessageContaining(
            "User: arn:aws:iam::000000000000:user/AKIDREADER is not authorized to perform:"
                + " states:StartExecution");
  }

  @Test
  void aKeyGetsItsRateAndNoMore() {
    var caller = gate.identify(signed("AKIDSLOW", SECRET, NOW), BODY);

    for (int i = 0; i < 3; i++) {
      gate.admit(caller).close();
    }
    assertThatThrownBy(() -> gate.admit(caller)).hasMessageContaining("Rate exceeded");
    now = NOW.plus(Duration.ofMillis(500));
    gate.admit(caller).close();
    assertThatThrownBy(() -> gate.admit(caller)).isInstanceOf(AccessRefused.class);
  }

  @Test
  void aKeyHasSoManyRequestsUnderWayAndNoMore() {
    var caller = gate.identify(signed("AKIDSLOW", SECRET, NOW), BODY);
    var places = new ArrayList<Gate.Place>();
    places.add(gate.admit(caller));
    places.add(gate.admit(caller));

    assertThatThrownBy(() -> gate.admit(caller)).isInstanceOf(AccessRefused.class);
    places.get(0).close();
    places.get(0).close();
    gate.admit(caller);
    now = NOW.plusSeconds(10);

    assertThatThrownBy(() -> gate.admit(caller)).isInstanceOf(AccessRefused.class);
  }

  @Test
  void aCallCredentialIsTheKeyAndItsSecret() {
    var basic = Base64.getEncoder().encodeToString(("AKIDREADER:" + SECRET).getBytes(UTF_8));

    assertThat(gate.authenticate("Basic " + basic)).map(Principal::role).contains(Role.READER);
    assertThat(gate.authenticate("Bearer AKIDREADER:" + SECRET)).isPresent();
    assertThat(gate.authenticate("AKIDREADER", SECRET)).isPresent();
    assertThat(gate.authenticate("AKIDREADER", SECRET + "x")).isEmpty();
    assertThat(gate.authenticate("Bearer AKIDREADER")).isEmpty();
    assertThat(gate.authenticate("Basic !")).isEmpty();
    assertThat(gate.authenticate("")).isEmpty();
  }

  @Test
  void aFileOfKeysMayChangeWhileTheNodeRuns(@TempDir Path directory) throws IOException {
    var file = directory.resolve("keys.json");
    Files.writeString(file, keyFile("AKIDONE"));
    var keys = AccessKeys.of(config("access-keys-file = \"" + file + "\""));
    assertThat(keys.find("AKIDONE")).isPresent();

    Files.writeString(file, keyFile("AKIDTWO"));
    keys.reload();
    assertThat(keys.find("AKIDONE")).isEmpty();
    assertThat(keys.find("AKIDTWO")).isPresent();

    for (var broken : List.of("{ not json", "{}", "{\"access-keys\":[]}")) {
      Files.writeString(file, broken);
      keys.reload();
      assertThat(keys.find("AKIDTWO")).as(broken).isPresent();
    }
  }

  private static String keyFile(String id) {
    return "{\"access-keys\":[{\"id\":\"%s\",\"secret\":\"%s\",\"role\":\"admin\"}]}"
        .formatted(id, SECRET);
  }

  @Test
  void aKeyThatMakesNoSenseStopsTheNodeAndItsSecretStaysSecret() {
    for (var key :
        List.of(
            "{ id = AKIDONE, secret = \"0123456789abcdef0123\", role = king }",
            "{ id = AKIDONE, secret = \"0123456789abcdef0123\", role = admin, account ="
                + " \"111111111111\" }",
            "{ id = \"x y z\", secret = \"0123456789abcdef0123\", role = admin }",
            "{ id = AKIDONE, secret = short, role = admin }",
            "{ id = AKIDONE, role = admin }")) {
      assertThatThrownBy(() -> AccessKeys.of(config("access-keys = [" + key + "]")))
          .as(key)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("Expected ")
          .hasMessageNotContaining("0123456789abcdef0123");
    }
    assertThatThrownBy(() -> AccessKeys.of(config("access-keys-file = /nowhere/keys")))
        .hasMessageContaining("/nowhere/keys");
  }
}
