package dev.pawl.node.maprun;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.row.PqList;
import dev.hardwood.row.PqMap;
import dev.hardwood.row.StructAccessor;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a Parquet file, each an object of its columns. What a file holds is written at its
 * end, so it lies on disk while it is read; in memory are a few pages of each column.
 *
 * <p>Errors: {@link ItemReaderFailed} when it is no Parquet file, or larger than AWS's 10 GB.
 */
final class ParquetRows implements Iterator<JsonNode>, Closeable {
  /** Developer guide, "ItemReader": no file may be larger. */
  static final long FILE_BYTES_MAX = 10L * 1024 * 1024 * 1024;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int COPIED_BYTES = 1 << 16;

  private final Path file;
  private final ParquetFileReader reader;
  private final RowReader rows;

  private ParquetRows(Path file, ParquetFileReader reader, RowReader rows) {
    this.file = file;
    this.reader = reader;
    this.rows = rows;
  }

  /** Takes all of the stream, and closes it. */
  static ParquetRows open(InputStream in) throws IOException {
    var file = Files.createTempFile("pawl-items", ".parquet");
    ParquetFileReader reader = null;
    try (in) {
      copy(in, file);
      reader = ParquetFileReader.open(InputFile.of(file));
      return new ParquetRows(file, reader, reader.rowReader());
    } catch (IOException | RuntimeException e) {
      if (reader != null) {
        reader.close();
      }
      Files.deleteIfExists(file);
      throw e instanceof ItemReaderFailed failed ? failed : unreadable(e);
    }
  }

  private static void copy(InputStream in, Path file) throws IOException {
    try (var out = Files.newOutputStream(file)) {
      var buffer = new byte[COPIED_BYTES];
      var left = FILE_BYTES_MAX;
      for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        left -= read;
        if (left < 0) {
          throw new ItemReaderFailed("Expected a Parquet file of at most 10 GB.");
        }
        out.write(buffer, 0, read);
      }
    }
  }

  private static ItemReaderFailed unreadable(Exception e) {
    return new ItemReaderFailed("Expected a Parquet file, but: " + e.getMessage());
  }

  @Override
  public boolean hasNext() {
    try {
      return rows.hasNext();
    } catch (RuntimeException e) {
      throw unreadable(e);
    }
  }

  @Override
  public JsonNode next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    try {
      rows.next();
      return struct(rows);
    } catch (RuntimeException e) {
      throw unreadable(e);
    }
  }

  private static ObjectNode struct(StructAccessor struct) {
    var node = JSON.objectNode();
    for (var i = 0; i < struct.getFieldCount(); i++) {
      node.set(
          struct.getFieldName(i), struct.isNull(i) ? JSON.nullNode() : value(struct.getValue(i)));
    }
    return node;
  }

  private static JsonNode value(@Nullable Object value) {
    return switch (value) {
      case null -> JSON.nullNode();
      case Boolean bool -> JSON.booleanNode(bool);
      case Integer number -> JSON.numberNode(number);
      case Long number -> JSON.numberNode(number);
      case Float number -> decimal(Double.parseDouble(number.toString()));
      case Double number -> decimal(number);
      case BigDecimal number -> JSON.numberNode(number);
      case byte[] bytes -> JSON.textNode(Base64.getEncoder().encodeToString(bytes));
      case StructAccessor struct -> struct(struct);
      case PqList list -> list(list);
      case PqMap map -> map(map);
      // Texts, dates, times, UUIDs: as ISO 8601 and RFC 9562 write them.
      case Object other -> JSON.textNode(other.toString());
    };
  }

  /** JSON has no NaN and nothing infinite. */
  private static JsonNode decimal(double number) {
    return Double.isFinite(number) ? JSON.numberNode(number) : JSON.nullNode();
  }

  private static JsonNode list(PqList list) {
    var array = JSON.arrayNode();
    list.values().forEach(element -> array.add(value(element)));
    return array;
  }

  private static JsonNode map(PqMap map) {
    var node = JSON.objectNode();
    for (var entry : map.getEntries()) {
      node.set(
          String.valueOf(entry.getKey()),
          entry.isValueNull() ? JSON.nullNode() : value(entry.getValue()));
    }
    return node;
  }

  @Override
  public void close() {
    try {
      rows.close();
      reader.close();
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
