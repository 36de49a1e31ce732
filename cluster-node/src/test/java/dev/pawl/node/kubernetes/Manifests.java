package dev.pawl.node.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files under {@code k8s}, read as Kubernetes reads them. */
final class Manifests {

  static final Path HOME = Path.of("..", "k8s").toAbsolutePath().normalize();

  private static final KubernetesSerialization YAML = new KubernetesSerialization();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern DOCUMENTS = Pattern.compile("(?m)^---\\s*$");

  private Manifests() {}

  /** All YAML files, in order. */
  static List<Path> files() {
    try (Stream<Path> files = Files.walk(HOME)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Path> overlays() {
    return files().stream()
        .filter(file -> file.endsWith("kustomization.yaml"))
        .filter(file -> file.startsWith(HOME.resolve("overlays")))
        .map(file -> file.resolveSibling(""))
        .map(Path::normalize)
        .toList();
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The documents of a YAML text as trees. */
  static List<JsonNode> trees(String yaml) {
    return DOCUMENTS
        .splitAsStream(yaml)
        .filter(document -> !document.isBlank())
        .map(document -> YAML.unmarshal(document, Object.class))
        .map(document -> JSON.<JsonNode>valueToTree(document))
        .toList();
  }

  /** A document as the model of its kind; of a kind that the model does not know, a generic one. */
  static HasMetadata model(JsonNode document) {
    return YAML.unmarshal(document.toString(), HasMetadata.class);
  }

  static boolean isKustomization(JsonNode document) {
    return document.path("apiVersion").asText().startsWith("kustomize.config.k8s.io/");
  }

  /**
   * What an overlay consists of, before its patches are applied: no Java library resolves an
   * overlay, and no patch of ours changes a name or a label.
   */
  static List<HasMetadata> unpatched(Path directory) {
    var found = new ArrayList<HasMetadata>();
    for (var kustomization : trees(text(directory.resolve("kustomization.yaml")))) {
      for (var list : List.of("resources", "components")) {
        kustomization
            .path(list)
            .forEach(name -> found.addAll(resources(directory.resolve(name.asText()).normalize())));
      }
      kustomization.path("configMapGenerator").forEach(map -> found.add(configMap(map)));
      kustomization.path("secretGenerator").forEach(secret -> found.add(secret(secret)));
      kustomization.path("patches").forEach(patch -> remove(patch, found));
    }
    return found;
  }

  private static List<HasMetadata> resources(Path path) {
    return Files.isDirectory(path)
        ? unpatched(path)
        : trees(text(path)).stream().map(Manifests::model).toList();
  }

  private static HasMetadata configMap(JsonNode generator) {
    var data = new TreeMap<String, String>();
    generator.path("files").forEach(file -> data.put(file.asText().split("=", 2)[0], ""));
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(generator.path("name").asText())
        .endMetadata()
        .withData(data)
        .build();
  }

  private static HasMetadata secret(JsonNode generator) {
    Map<String, String> data = new HashMap<>();
    generator
        .path("literals")
        .forEach(literal -> data.put(literal.asText().split("=", 2)[0], "eA=="));
    return new SecretBuilder()
        .withNewMetadata()
        .withName(generator.path("name").asText())
        .endMetadata()
        .withData(data)
        .build();
  }

  private static void remove(JsonNode patch, List<HasMetadata> from) {
    if (patch.path("patch").asText().contains("$patch: delete")) {
      var target = patch.path("target");
      from.removeIf(resource ->
          resource.getKind().equals(target.path("kind").asText())
              && resource.getMetadata().getName().equals(target.path("name").asText()));
    }
  }

  /** Whether this machine has the tool that resolves overlays. */
  static boolean hasKubectl() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, "kubectl")));
  }

  /** What {@code kubectl kustomize} makes of an overlay. */
  static String resolved(Path directory) throws IOException, InterruptedException {
    var output = Files.createTempFile("kustomize", ".yaml");
    try {
      var process =
          new ProcessBuilder("kubectl", "kustomize", directory.toString())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new AssertionError("kubectl kustomize " + directory + ": " + text(output));
      }
      return text(output);
    } finally {
      Files.delete(output);
    }
  }
}
