package dev.pawl.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.node.api.NoActivities;
import dev.pawl.node.api.TestPort;
import dev.pawl.node.cli.cluster.ThrowAwayCertificates;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Commands for a node that speaks TLS. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsCommandTest {

  private final StringWriter said = new StringWriter();
  private Path certificates;
  private TestPort port;

  @BeforeAll
  void open(@TempDir Path directory) throws IOException, InterruptedException {
    certificates = directory;
    try (var ours = ThrowAwayCertificates.authority();
        var theirs = ThrowAwayCertificates.authority()) {
      ours.issue(directory.resolve("ours"));
      theirs.issue(directory.resolve("stranger"));
    }
    port =
        TestPort.open(
            TestPort.settings("tls-directory = \"" + directory.resolve("ours") + "\""),
            (settings, runner) -> TestPort.stepFunctions(runner, new NoActivities()));
  }

  @AfterAll
  void close() {
    port.close();
  }

  private int activities(String authority) {
    return Pawl.commandLine()
        .setOut(new PrintWriter(said))
        .setErr(new PrintWriter(said))
        .execute(
            "activities",
            "--endpoint",
            port.secureEndpoint().toString(),
            "--ca",
            certificates.resolve(authority).toString());
  }

  @Test
  void theAuthorityThatIsNamedIsBelieved() {
    assertThat(activities("ours/ca.crt")).isEqualTo(ExitCode.OK);
    assertThat(said.toString()).contains("No activities.");
  }

  @Test
  void anotherAuthoritysCertificateIsNotBelieved() {
    assertThat(activities("stranger/ca.crt")).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(said.toString()).contains("Expected a node with a certificate to believe", "--ca");
  }

  @Test
  void aFileWithoutAuthoritiesIsSaidByName() {
    assertThat(activities("nowhere.crt")).isEqualTo(ExitCode.LOCAL);
    assertThat(said.toString()).contains("authorities to believe", "nowhere.crt");
  }
}
