package dev.pawl.node.cli.deploy;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Compiles the Java sources of a function with the compiler of the JDK that runs the command. */
final class JavaSources {

  private final Path directory;
  private final List<Path> classPath;

  JavaSources(Path directory, List<Path> classPath) {
    this.directory = directory;
    this.classPath = List.copyOf(classPath);
  }

  static boolean areIn(Path directory) throws IOException {
    try (var walk = Files.walk(directory)) {
      return walk.anyMatch(JavaSources::isOne);
    }
  }

  static boolean isOne(Path file) {
    return file.toString().endsWith(".java");
  }

  /** Adds the classes to a zip. */
  void compileInto(FunctionZip zip, int release) throws IOException, DeploymentFailure {
    var target = Files.createTempDirectory("pawl-classes");
    try {
      compile(target, release);
      zip.addAll(target, file -> true);
    } finally {
      deleteTree(target);
    }
  }

  private void compile(Path target, int release) throws IOException, DeploymentFailure {
    var compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new DeploymentFailure(
          "Expected to run on a JDK, to compile " + directory + ", but this is only a JRE.");
    }
    var messages = new StringWriter();
    try (var files = compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);
        var walk = Files.walk(directory)) {
      var sources = walk.filter(JavaSources::isOne).sorted().toList();
      var options =
          List.of(
              "--release",
              Integer.toString(release),
              "-proc:none",
              "-nowarn",
              "-g",
              "-encoding",
              "UTF-8",
              "-d",
              target.toString(),
              "-classpath",
              classPath.stream()
                  .map(Path::toString)
                  .collect(Collectors.joining(File.pathSeparator)));
      var task =
          compiler.getTask(
              messages, files, null, options, null, files.getJavaFileObjectsFromPaths(sources));
      if (!task.call()) {
        throw new DeploymentFailure(
            "Expected the Java sources in " + directory + " to compile, but:\n" + messages);
      }
    }
  }

  private static void deleteTree(Path directory) throws IOException {
    try (Stream<Path> walk = Files.walk(directory)) {
      for (var path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
