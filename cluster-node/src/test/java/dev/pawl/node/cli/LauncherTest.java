package dev.pawl.node.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher's search for a JDK, among JDKs that only pretend. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {

  private static final List<String> TOOLS =
      List.of("bash", "dirname", "readlink", "sed", "head", "uname", "cat", "env");

  @TempDir private Path directory = Path.of("");
  private final Map<String, String> environment = new HashMap<>();

  /** What the launcher said, and its exit code. */
  private record Said(int exitCode, String out, String err) {}

  @BeforeEach
  void nothingOfThisMachineIsSeen() throws IOException {
    var bin = Files.createDirectories(directory.resolve("bin"));
    for (var tool : TOOLS) {
      for (var place : List.of("/bin", "/usr/bin")) {
        var found = Path.of(place, tool);
        if (Files.exists(found) && !Files.exists(bin.resolve(tool))) {
          program(bin.resolve(tool), "exec " + found + " \"$@\"");
        }
      }
    }
    environment.put("PATH", bin.toString());
    environment.put("HOME", directory.toString());
    environment.put("PAWL_JDK_DIRS", jdks().toString());
  }

  private Path jdks() {
    return directory.resolve("some jdks");
  }

  private Path jdk(Path home, String version) throws IOException {
    Files.createDirectories(home.resolve("bin"));
    for (var program : List.of("java", "javac")) {
      program(home.resolve("bin/" + program), "exit 0");
    }
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"Test\"\nJAVA_VERSION=\"" + version + "\"\n");
    return home.toRealPath();
  }

  private static void program(Path file, String line) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + line + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Path launcher() {
    for (var place = Path.of("").toAbsolutePath(); place != null; place = place.getParent()) {
      if (Files.isRegularFile(place.resolve("pawl"))) {
        return place.resolve("pawl");
      }
    }
    throw new AssertionError("Expected the launcher above the working directory.");
  }

  private Said whichJava(Path launcher) throws IOException, InterruptedException {
    var out = directory.resolve("out");
    var err = directory.resolve("err");
    var builder =
        new ProcessBuilder("bash", launcher.toString(), "--which-java")
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    var exitCode = builder.start().waitFor();
    return new Said(exitCode, Files.readString(out, UTF_8).strip(), Files.readString(err, UTF_8));
  }

  @Test
  void theNewestJdkIsTaken() throws Exception {
    jdk(jdks().resolve("jdk-21"), "21.0.5");
    var newest = jdk(jdks().resolve("jdk 25"), "25");
    jdk(jdks().resolve("jdk-8"), "1.8.0_402");

    assertThat(Path.of(whichJava(launcher()).out()).toRealPath()).isEqualTo(newest);
  }

  @Test
  void ofTwoEquallyNewOnesJavaHomeIsTaken() throws Exception {
    jdk(jdks().resolve("jdk-21"), "21.0.5");
    var mine = jdk(directory.resolve("mine"), "21.0.1");
    environment.put("JAVA_HOME", mine.toString());

    assertThat(whichJava(launcher()).out()).isEqualTo(mine.toString());
  }

  @Test
  void pawlJavaHomeIsTakenThoughThereIsANewerOne() throws Exception {
    jdk(jdks().resolve("jdk-25"), "25");
    var mine = jdk(directory.resolve("mine"), "21.0.1");
    environment.put("PAWL_JAVA_HOME", mine.toString());

    assertThat(whichJava(launcher()).out()).isEqualTo(mine.toString());
  }

  @Test
  void pawlJavaHomeThatIsTooOldIsSaid() throws Exception {
    environment.put("PAWL_JAVA_HOME", jdk(directory.resolve("mine"), "17.0.9").toString());

    var said = whichJava(launcher());

    assertThat(said.exitCode()).isEqualTo(1);
    assertThat(said.err()).contains("Expected PAWL_JAVA_HOME", "JDK 21 or newer", "JDK 17");
  }

  @Test
  void withoutAJdkItSaysWhatItFoundAndWhatToInstall() throws Exception {
    jdk(jdks().resolve("jdk-17"), "17.0.9");
    Files.createDirectories(jdks().resolve("jre-25/bin"));

    var said = whichJava(launcher());

    assertThat(said.exitCode()).isEqualTo(1);
    assertThat(said.err())
        .contains("Expected a JDK 21 or newer", "jdk-17 (17)", "Install one", "PAWL_JAVA_HOME");
  }

  @Test
  void aJdkOnThePathIsFoundThroughLinks() throws Exception {
    var real = jdk(directory.resolve("hidden/jdk"), "22.0.1");
    for (var program : List.of("java", "javac")) {
      Files.createSymbolicLink(directory.resolve("bin/" + program), real.resolve("bin/" + program));
    }

    assertThat(whichJava(launcher()).out()).isEqualTo(real.toString());
  }

  @Test
  void theLauncherMayItselfBeALink() throws Exception {
    var newest = jdk(jdks().resolve("jdk-25"), "25");
    var link = Files.createSymbolicLink(directory.resolve("my pawl"), launcher());

    var said = whichJava(link);
    Files.delete(link);

    assertThat(Path.of(said.out()).toRealPath()).isEqualTo(newest);
  }
}
