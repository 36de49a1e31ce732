package dev.pawl.node.cli.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the zips of functions. Functions that share their code and libraries share one zip, made
 * once.
 */
final class FunctionCode {

  /** The oldest Java that Pawl runs functions with. */
  private static final int JAVA_RELEASE = 21;

  private record Source(Path code, List<String> libraries, boolean java) {}

  private final Map<Source, byte[]> made = new HashMap<>();

  byte[] of(Path directory, FunctionDescription description) throws IOException, DeploymentFailure {
    var code = directory.resolve(description.code()).toAbsolutePath().normalize();
    if (!Files.exists(code)) {
      throw new DeploymentFailure(
          "Expected the code of "
              + directory.resolve(FunctionDescription.FILE)
              + " at "
              + code
              + ", but there is nothing.");
    }
    if (Files.isRegularFile(code)) {
      return Files.readAllBytes(code);
    }
    var source =
        new Source(code, description.libraries(), description.runtime().startsWith("java"));
    var zip = made.get(source);
    if (zip == null) {
      zip = zip(source);
      made.put(source, zip);
    }
    return zip;
  }

  private static byte[] zip(Source source) throws IOException, DeploymentFailure {
    var zip = new FunctionZip();
    var libraries = libraries(source.libraries());
    for (var library : libraries) {
      zip.add("lib/" + library.getFileName(), Files.readAllBytes(library));
    }
    zip.addAll(source.code(), file -> belongs(source, file));
    if (source.java() && JavaSources.areIn(source.code())) {
      var classPath = new ArrayList<>(NodeJars.javaRuntime());
      classPath.addAll(libraries);
      new JavaSources(source.code(), classPath).compileInto(zip, JAVA_RELEASE);
    }
    if (zip.isEmpty()) {
      throw new DeploymentFailure("Expected code in " + source.code() + ", but it is empty.");
    }
    return zip.bytes();
  }

  private static boolean belongs(Source source, Path file) {
    var path = source.code().relativize(file).toString();
    return !path.equals(FunctionDescription.FILE)
        && !path.startsWith(".")
        && !path.contains("__pycache__")
        && !(source.java() && JavaSources.isOne(file));
  }

  private static List<Path> libraries(List<String> names) throws IOException, DeploymentFailure {
    var jars = new ArrayList<Path>();
    for (var name : names) {
      jars.add(
          NodeJars.library(name)
              .orElseThrow(() ->
                  new DeploymentFailure(
                      "Expected the library '"
                          + name
                          + "' among the jars of the node, but it is not there.")));
    }
    return jars;
  }
}
