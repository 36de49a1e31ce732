package dev.pawl.node.function;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** The Python and Node.js interpreters of this machine, found when first needed. */
final class Interpreters {

  /** A language whose functions run on an interpreter that the machine brings. */
  enum Language {
    PYTHON(
        "python",
        "python3*",
        Pattern.compile("python3(\\.\\d+)?"),
        new Version(3, 8),
        List.of("-c", "import sys; print('%d.%d' % sys.version_info[:2], sys.executable)")),
    NODEJS(
        "nodejs",
        "node*",
        Pattern.compile("node(js)?(-?\\d+)?"),
        new Version(16, 0),
        List.of("-p", "process.versions.node + ' ' + process.execPath"));

    private final String label;
    private final String glob;
    private final Pattern fileName;
    private final Version oldest;
    private final List<String> probe;

    Language(String label, String glob, Pattern fileName, Version oldest, List<String> probe) {
      this.label = label;
      this.glob = glob;
      this.fileName = fileName;
      this.oldest = oldest;
      this.probe = probe;
    }
  }

  record Version(int major, int minor) implements Comparable<Version> {
    /** {@code 3.12}, {@code 20.x} or {@code 20.11.1}. */
    static Version parse(String text) {
      String[] parts = text.split("\\.", -1);
      boolean hasMinor = parts.length > 1 && parts[1].matches("\\d+");
      return new Version(Integer.parseInt(parts[0]), hasMinor ? Integer.parseInt(parts[1]) : 0);
    }

    @Override
    public int compareTo(Version other) {
      return Comparator.comparingInt(Version::major)
          .thenComparingInt(Version::minor)
          .compare(this, other);
    }

    @Override
    public String toString() {
      return major + "." + minor;
    }
  }

  /** An interpreter that runs. */
  record Interpreter(String command, Version version) {}

  private final Map<String, String> configured;
  private final List<Path> directories;
  private final Map<Path, Optional<Interpreter>> probed = new ConcurrentHashMap<>();

  Interpreters(Map<String, String> configured, List<Path> directories) {
    this.configured = configured;
    this.directories = directories;
  }

  /** Those of {@code PATH} and of the places where version managers and Homebrew put them. */
  static Interpreters ofThisMachine(Map<String, String> configured) {
    Set<Path> directories = new LinkedHashSet<>(Commands.path());
    for (String usual : List.of("/usr/local/bin", "/usr/bin", "/opt/homebrew/bin")) {
      directories.add(Path.of(usual));
    }
    Path home = Path.of(System.getProperty("user.home"));
    directories.addAll(versionDirectories(home.resolve(".pyenv/versions")));
    directories.addAll(versionDirectories(home.resolve(".nvm/versions/node")));
    return new Interpreters(configured, List.copyOf(directories));
  }

  /**
   * The interpreter for a runtime such as {@code python3.12} or {@code nodejs20.x}: the configured
   * one, else one of that very version, else the nearest newer one, else the newest.
   */
  Interpreter find(Language language, String runtime) throws InvalidEntrypoint {
    Version wanted = wanted(language, runtime);
    String own = configured.get(runtime);
    if (own != null) {
      return probe(language, Path.of(own))
          .orElseThrow(() ->
              new InvalidEntrypoint(
                  "the interpreter configured for " + runtime + " does not run: " + own));
    }
    List<Path> candidates = candidates(language, wanted);
    List<Interpreter> found = new ArrayList<>();
    for (Path candidate : candidates) {
      Optional<Interpreter> interpreter = probe(language, candidate);
      if (interpreter.isPresent() && isExactly(language, interpreter.get(), wanted)) {
        return interpreter.get();
      }
      interpreter.ifPresent(found::add);
    }
    return nearest(found, wanted)
        .orElseThrow(() -> new InvalidEntrypoint(notFound(language, runtime)));
  }

  static boolean isExactly(Language language, Interpreter interpreter, Version wanted) {
    return switch (language) {
      case PYTHON -> interpreter.version().equals(wanted);
      case NODEJS -> interpreter.version().major() == wanted.major();
    };
  }

  static Version wanted(Language language, String runtime) throws InvalidEntrypoint {
    try {
      return Version.parse(runtime.substring(language.label.length()));
    } catch (NumberFormatException e) {
      throw new InvalidEntrypoint("the runtime '" + runtime + "' names no version");
    }
  }

  private String notFound(Language language, String runtime) {
    return "couldn't find an interpreter for "
        + runtime
        + ": looked for "
        + language.glob
        + ", version "
        + language.oldest
        + " or newer, in "
        + String.join(", ", directories.stream().map(Path::toString).toList())
        + ". Install one, or name it in pawl.functions.interpreters";
  }

  private static Optional<Interpreter> nearest(List<Interpreter> found, Version wanted) {
    Comparator<Interpreter> byVersion = Comparator.comparing(Interpreter::version);
    return found.stream()
        .filter(interpreter -> interpreter.version().compareTo(wanted) >= 0)
        .min(byVersion)
        .or(() -> found.stream().max(byVersion));
  }

  /**
   * All of them; those whose name says the version come first, so that usually one is tried and no
   * more.
   */
  private List<Path> candidates(Language language, Version wanted) {
    List<Path> candidates = new ArrayList<>();
    for (Path directory : directories) {
      if (!Files.isDirectory(directory)) {
        continue;
      }
      try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, language.glob)) {
        for (Path file : files) {
          if (language.fileName.matcher(file.getFileName().toString()).matches()) {
            candidates.add(file);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    String suffix = language == Language.PYTHON ? wanted.toString() : "" + wanted.major();
    candidates.sort(Comparator.comparing(file -> !file.toString().endsWith(suffix)));
    return candidates;
  }

  /** Runs it: version managers put scripts in the path that say no. */
  private Optional<Interpreter> probe(Language language, Path file) {
    return probed.computeIfAbsent(
        file,
        f -> {
          try {
            List<String> command = new ArrayList<>(List.of(f.toString()));
            command.addAll(language.probe);
            String[] answer = Commands.output(command).strip().split(" ", 2);
            Version version = Version.parse(answer[0]);
            return version.compareTo(language.oldest) < 0
                ? Optional.empty()
                : Optional.of(new Interpreter(answer[1], version));
          } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return Optional.empty();
          }
        });
  }

  private static List<Path> versionDirectories(Path versions) {
    if (!Files.isDirectory(versions)) {
      return List.of();
    }
    try (var directories = Files.list(versions)) {
      return directories.map(version -> version.resolve("bin")).sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
