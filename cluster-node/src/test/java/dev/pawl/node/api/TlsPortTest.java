package dev.pawl.node.api;

import static dev.pawl.node.api.RawHttp.awsJson;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pawl.node.cli.cluster.ThrowAwayCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkClientException;

/** The AWS port with a certificate of its own. */
class TlsPortTest {

  @TempDir private static Path issued;
  @TempDir private Path certificates;

  private TestPort port;

  @BeforeAll
  static void issue() throws IOException, InterruptedException {
    try (var ours = ThrowAwayCertificates.authority();
        var theirs = ThrowAwayCertificates.authority()) {
      ours.issue(issued.resolve("first"));
      ours.issue(issued.resolve("second"));
      theirs.issue(issued.resolve("stranger"));
    }
  }

  @BeforeEach
  void open() throws IOException {
    show("first", "tls.key");
    show("first", "tls.crt");
    port =
        TestPort.open(
            TestPort.settings("tls-directory = \"" + certificates + "\""),
            (settings, runner) -> TestPort.stepFunctions(runner, new NoActivities()));
  }

  @AfterEach
  void close() {
    port.close();
  }

  private void show(String which, String file) throws IOException {
    var copy = Files.copy(issued.resolve(which).resolve(file), certificates.resolve("new"));
    Files.move(copy, certificates.resolve(file), StandardCopyOption.REPLACE_EXISTING);
  }

  private String shown() throws IOException, GeneralSecurityException {
    return Secured.shown(address(), Secured.believing(issued.resolve("first")))
        .getSerialNumber()
        .toString();
  }

  private static String serial(String which) throws IOException, GeneralSecurityException {
    return Secured.certificate(issued.resolve(which).resolve("tls.crt"))
        .getSerialNumber()
        .toString();
  }

  private InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port.port());
  }

  @Test
  void awsSdkCallsOverTls() throws Exception {
    try (var sfn =
        TestClients.sfn(port.secureEndpoint(), Secured.believing(issued.resolve("first")))) {
      assertThat(sfn.listActivities().activities()).isEmpty();
    }
  }

  @Test
  void whoDoesNotBelieveTheAuthorityDoesNotCall() throws Exception {
    try (var sfn =
        TestClients.sfn(port.secureEndpoint(), Secured.believing(issued.resolve("stranger")))) {
      assertThatThrownBy(sfn::listActivities).isInstanceOf(SdkClientException.class);
    }
  }

  @Test
  void nothingIsServedWithoutTls() throws IOException {
    try (var socket = RawHttp.send(port.port(), awsJson("AWSStepFunctions.ListActivities", "{}"))) {
      assertThat(new String(socket.getInputStream().readAllBytes(), ISO_8859_1))
          .doesNotContain("HTTP/1.1");
    }
  }

  @Test
  void exchangedCertificatesAreShownToNewConnections() throws Exception {
    var authorities = Secured.believing(issued.resolve("first"));
    try (var before = TestClients.sfn(port.secureEndpoint(), authorities)) {
      before.listActivities();
      assertThat(shown()).isEqualTo(serial("first"));

      show("second", "tls.key");
      show("second", "tls.crt");

      await().until(() -> shown().equals(serial("second")));
      assertThat(before.listActivities().activities()).isEmpty();
    }
  }

  @Test
  void filesThatAreNoPairChangeNothingUntilTheyAre() throws Exception {
    show("second", "tls.crt");

    await().during(Duration.ofMillis(500)).until(() -> shown().equals(serial("first")));

    show("second", "tls.key");
    await().until(() -> shown().equals(serial("second")));
  }

  @Test
  void aDirectoryWithoutACertificateIsSaidByName() throws IOException {
    var empty = Files.createDirectory(certificates.resolve("empty"));
    var settings = TestPort.settings("tls-directory = \"" + empty + "\"");

    assertThatThrownBy(
            () -> TestPort.open(settings, (ours, runner) -> TestPort.stepFunctions(runner)))
        .hasMessageContaining("Expected pawl.api.tls-directory to hold tls.crt and tls.key")
        .hasMessageContaining("empty");
  }
}
