package dev.pawl.load.node;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The program of a node, as something to start: the jar that the build made, or the class path of
 * this process. Nothing of it is loaded here.
 */
public sealed interface NodeProgram {

  /** What comes after {@code java} and its options. */
  List<String> command();

  /** The classes that a node loads, as the launcher's last build has kept them. */
  default Optional<Path> archive() {
    return Optional.empty();
  }

  /** {@code java -jar}: the libraries lie beside it. */
  record Jar(Path jar) implements NodeProgram {
    @Override
    public List<String> command() {
      return List.of("-jar", jar.toString());
    }

    @Override
    public Optional<Path> archive() {
      var name = "pawl-node-" + Runtime.version().feature() + ".jsa";
      return Optional.of(jar.resolveSibling("../../target").resolve(name).normalize())
          .filter(Files::isReadable);
    }
  }

  /** The class path of this process, which then holds the node's classes: tests in a build. */
  record ClassPath(String elements) implements NodeProgram {
    @Override
    public List<String> command() {
      return List.of("-cp", elements, "dev.pawl.node.cli.Pawl");
    }
  }

  /**
   * The node on the class path of this process: by itself if it is a jar, whose libraries lie
   * beside it and must not come twice.
   */
  static NodeProgram ofThisProcess() {
    var elements = System.getProperty("java.class.path");
    for (var element : elements.split(File.pathSeparator, -1)) {
      if (Path.of(element).getFileName().toString().matches("pawl-cluster-node-.*\\.jar")) {
        return new Jar(Path.of(element));
      }
    }
    return new ClassPath(elements);
  }

  /**
   * The jar of the checkout that {@code start} lies in; or the class path that the system property
   * {@code pawl.node.classpath} names, for classes that are not packaged.
   */
  static NodeProgram find(Path start) throws IOException {
    var classPath = System.getProperty("pawl.node.classpath");
    if (classPath != null) {
      return new ClassPath(classPath);
    }
    for (var at = start.toAbsolutePath(); at != null; at = at.getParent()) {
      var target = at.resolve("cluster-node/target");
      if (Files.isDirectory(target)) {
        return new Jar(jarIn(target));
      }
    }
    throw new IOException(
        "Expected a built node (cluster-node%starget) in or above %s. Build it: ./mvnw -DskipTests package"
            .formatted(File.separator, start));
  }

  private static Path jarIn(Path target) throws IOException {
    try (var jars = Files.newDirectoryStream(target, "pawl-cluster-node-*.jar")) {
      for (var jar : jars) {
        if (!jar.toString().endsWith("-sources.jar") && !jar.toString().endsWith("-tests.jar")) {
          return jar;
        }
      }
    }
    throw new IOException(
        "Expected a jar in %s. Build it: ./mvnw -DskipTests package".formatted(target));
  }
}
