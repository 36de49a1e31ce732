package dev.pawl.node.cli.deploy;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** The jars that come with Pawl and that functions may be compiled against, or take along. */
final class NodeJars {

  private NodeJars() {}

  /**
   * AWS's runtime for Java functions: {@code RequestHandler}, {@code Context} and what runs them.
   */
  static List<Path> javaRuntime() throws IOException {
    var beside = home().resolve("function-runtimes/java");
    return Files.isDirectory(beside)
        ? jarsIn(beside)
        : library("aws-lambda-java-core").stream().toList();
  }

  /** A library of the node, such as {@code h2} for {@code lib/h2-2.4.240.jar}. */
  static Optional<Path> library(String name) throws IOException {
    var pattern = Pattern.quote(name) + "-\\d.*\\.jar";
    return all().stream().filter(jar -> jar.getFileName().toString().matches(pattern)).findFirst();
  }

  private static List<Path> all() throws IOException {
    var jars = new ArrayList<>(jarsIn(home().resolve("lib")));
    for (var element : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (element.endsWith(".jar")) {
        jars.add(Path.of(element));
      }
    }
    return jars;
  }

  private static List<Path> jarsIn(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (var files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  /** Where the node's jar lies; in a build tree, where it will. */
  private static Path home() {
    try {
      var own = Path.of(NodeJars.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return Objects.requireNonNull(own.toAbsolutePath().getParent());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
