package dev.pawl.node.maprun;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.pawl.engine.asl.ItemReader.ReaderConfig;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a CSV file as Step Functions reads them (developer guide, "Accepted CSV delimiters
 * and escaping"): as in RFC 4180, and besides a backslash before a quotation mark, a delimiter or a
 * backslash takes its meaning away, while before anything else it is dropped. This last rule is why
 * it is read here: the libraries make line breaks and tabs of what follows a backslash.
 */
final class CsvRows implements Iterator<JsonNode> {
  private static final char QUOTE = '"';
  private static final char BACKSLASH = '\\';
  private static final int END = -1;
  private static final int BYTE_ORDER_MARK = 0xFEFF;

  private final Reader in;
  private final char delimiter;
  private final List<String> headers;
  private final int[] order;
  private int ahead;
  private @Nullable List<String> row;

  /**
   * @param in buffered
   */
  CsvRows(Reader in, ReaderConfig config) throws IOException {
    this.in = in;
    this.delimiter = delimiter(config.csvDelimiter().orElse("COMMA"));
    ahead = in.read();
    if (ahead == BYTE_ORDER_MARK) {
      ahead = in.read();
    }
    var isGiven = config.csvHeaderLocation().filter("GIVEN"::equals).isPresent();
    var first = isGiven ? config.csvHeaders() : readRow();
    headers = first == null ? List.of() : first;
    if (new HashSet<>(headers).size() < headers.size()) {
      throw new ItemReaderFailed("CSV headers cannot contain duplicates.");
    }
    order = order(headers);
    row = readRow();
  }

  // Recorded: the columns of an item come in the order of Java's HashMap.
  private static int[] order(List<String> headers) {
    var places = new HashMap<String, Integer>();
    for (var i = 0; i < headers.size(); i++) {
      places.put(headers.get(i), i);
    }
    return places.values().stream().mapToInt(Integer::intValue).toArray();
  }

  private static char delimiter(String name) {
    return switch (name) {
      case "PIPE" -> '|';
      case "SEMICOLON" -> ';';
      case "SPACE" -> ' ';
      case "TAB" -> '\t';
      default -> ',';
    };
  }

  @Override
  public boolean hasNext() {
    return row != null;
  }

  @Override
  public JsonNode next() {
    var current = row;
    if (current == null) {
      throw new NoSuchElementException();
    }
    try {
      row = readRow();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return item(current);
  }

  /** Every header has a value: a short row is filled up, what is beyond the headers is dropped. */
  private JsonNode item(List<String> values) {
    var item = JsonNodeFactory.instance.objectNode();
    for (var column : order) {
      item.put(headers.get(column), column < values.size() ? values.get(column) : "");
    }
    return item;
  }

  /** Null at the end of the file. Empty lines are no rows. */
  private @Nullable List<String> readRow() throws IOException {
    while (ahead == '\n' || ahead == '\r') {
      ahead = in.read();
    }
    if (ahead == END) {
      return null;
    }
    var values = new ArrayList<String>();
    do {
      values.add(readValue());
    } while (skipDelimiter());
    if (ahead == '\r') {
      ahead = in.read();
    }
    if (ahead == '\n') {
      ahead = in.read();
    }
    return values;
  }

  private boolean skipDelimiter() throws IOException {
    if (ahead != delimiter) {
      return false;
    }
    ahead = in.read();
    return true;
  }

  private String readValue() throws IOException {
    var value = new StringBuilder();
    var isQuoted = ahead == QUOTE;
    if (isQuoted) {
      ahead = in.read();
    }
    while (ahead != END) {
      if (ahead == BACKSLASH) {
        escaped(value);
      } else if (isQuoted && ahead == QUOTE) {
        ahead = in.read();
        isQuoted = ahead == QUOTE;
        if (isQuoted) {
          append(value);
        }
      } else if (!isQuoted && (ahead == delimiter || ahead == '\n' || ahead == '\r')) {
        break;
      } else {
        append(value);
      }
    }
    return value.toString();
  }

  private void escaped(StringBuilder value) throws IOException {
    ahead = in.read();
    if (ahead == BACKSLASH || ahead == QUOTE || ahead == delimiter) {
      append(value);
    }
  }

  private void append(StringBuilder value) throws IOException {
    value.append((char) ahead);
    ahead = in.read();
  }
}
