package dev.pawl.load.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A row of {@code index.tsv}.
 *
 * @param file relative to the index
 * @param pointer JSON pointer to the machine inside the file; {@code #string} at its end means JSON
 *     inside a string
 * @param parse {@code json}, {@code json5}, {@code yaml}, {@code template} or {@code bad}
 * @param expected {@code valid}, {@code valid-assumed}, {@code invalid} or {@code unknown}
 */
record Entry(
    String file,
    String repository,
    String path,
    String pointer,
    String kind,
    String parse,
    String expected,
    String detail) {

  static List<Entry> readIndex(Path index) throws IOException {
    var lines = Files.readAllLines(index);
    var columns = Arrays.asList(lines.getFirst().split("\t", -1));
    var entries = new ArrayList<Entry>();
    for (var line : lines.subList(1, lines.size())) {
      entries.add(entry(columns, line.split("\t", -1)));
    }
    return entries;
  }

  private static Entry entry(List<String> columns, String[] row) {
    return new Entry(
        cell(columns, row, "file"),
        cell(columns, row, "repo"),
        cell(columns, row, "path"),
        cell(columns, row, "pointer"),
        cell(columns, row, "kind"),
        cell(columns, row, "parse"),
        cell(columns, row, "expected"),
        cell(columns, row, "expected_detail"));
  }

  private static String cell(List<String> columns, String[] row, String name) {
    var column = columns.indexOf(name);
    return column < 0 || column >= row.length ? "" : row[column];
  }

  /** How a reader finds it again. */
  String title() {
    return repository + " " + path + (pointer.equals("/") ? "" : " " + pointer);
  }

  /** What a node must do with it. */
  boolean isToBeAccepted() {
    return expected.startsWith("valid");
  }
}
