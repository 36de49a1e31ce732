package dev.pawl.load.reasons;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The known reasons of misses. A file has one a line, four columns between tabs: name, subject,
 * miss (both regular expressions) and the reason as a sentence; {@code #} begins a comment. The
 * first line that fits a miss explains it, so a reason is a rule and not a list of cases.
 */
public final class Reasons {

  /** What is printed for a miss that no line explains. */
  public static final String UNNAMED = "(no reason known)";

  private static final int COLUMNS = 4;

  private final List<Reason> reasons;

  private Reasons(List<Reason> reasons) {
    this.reasons = List.copyOf(reasons);
  }

  /** The reasons that come with the program, under {@code name} beside this class. */
  public static Reasons builtIn(String name) {
    try (var in = Reasons.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new AssertionError("Expected " + name + " beside " + Reasons.class);
      }
      return read(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @throws IllegalArgumentException for a line that is not of the form
   */
  public static Reasons from(Path file) throws IOException {
    try (var in = Files.newBufferedReader(file)) {
      return read(in);
    }
  }

  /** The first reason that explains the miss; empty when there is none. */
  public Optional<Reason> explain(String subject, String miss) {
    return reasons.stream().filter(reason -> reason.explains(subject, miss)).findFirst();
  }

  /** How often each reason was the one, the named ones with their sentences. */
  public void print(PrintStream to, Collection<Optional<Reason>> found) {
    var counts = new TreeMap<String, Integer>();
    found.forEach(
        reason -> counts.merge(reason.map(Reason::name).orElse(UNNAMED), 1, Integer::sum));
    counts.forEach((name, count) -> to.printf("  %5d  %-34s %s%n", count, name, sentence(name)));
  }

  private String sentence(String name) {
    return reasons.stream()
        .filter(reason -> reason.name().equals(name))
        .map(Reason::sentence)
        .findFirst()
        .orElse("");
  }

  private static Reasons read(BufferedReader lines) throws IOException {
    var reasons = new ArrayList<Reason>();
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      if (!line.isBlank() && !line.startsWith("#")) {
        reasons.add(reason(line));
      }
    }
    return new Reasons(reasons);
  }

  private static Reason reason(String line) {
    var columns = line.split("\t", -1);
    if (columns.length != COLUMNS) {
      throw new IllegalArgumentException(
          "Expected name, subject, miss and reason between tabs, but found: " + line);
    }
    try {
      return new Reason(
          columns[0], Pattern.compile(columns[1]), Pattern.compile(columns[2]), columns[3]);
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("Expected two regular expressions, but found: " + line, e);
    }
  }
}
