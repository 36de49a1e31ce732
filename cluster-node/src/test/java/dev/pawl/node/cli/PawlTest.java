package dev.pawl.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class PawlTest {

  @Test
  void versionNamesTheProgram() {
    var out = new StringWriter();

    var exitCode = Pawl.commandLine().setOut(new PrintWriter(out)).execute("--version");

    assertThat(exitCode).isZero();
    assertThat(out.toString()).startsWith("pawl ");
  }
}
