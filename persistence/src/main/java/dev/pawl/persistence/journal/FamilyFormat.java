package dev.pawl.persistence.journal;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * A sealed family of records: {@code [simple name of the record, record]}. The names are the ones
 * in the type-name table.
 */
final class FamilyFormat implements ValueFormat {

  private final String family;
  private final Map<String, RecordFormat> byName = new HashMap<>();
  private final Map<Class<?>, RecordFormat> byType = new HashMap<>();

  FamilyFormat(String family) {
    this.family = family;
  }

  void add(Class<?> member, RecordFormat format) {
    byType.put(member, format);
    if (byName.put(member.getSimpleName(), format) != null) {
      throw new AssertionError(
          "Expected one %s named '%s', but there are two."
              .formatted(family, member.getSimpleName()));
    }
  }

  @Override
  public void write(Object value, RowWriter out) throws IOException {
    var format = byType.get(value.getClass());
    if (format == null) {
      throw new AssertionError("Expected a %s, but found %s.".formatted(family, value.getClass()));
    }
    out.generator().writeStartArray();
    out.generator().writeString(value.getClass().getSimpleName());
    format.write(value, out);
    out.generator().writeEndArray();
  }

  @Override
  public Object read(RowReader in) throws IOException {
    var parser = in.parser();
    if (parser.nextToken() != JsonToken.VALUE_STRING) {
      throw new UnreadableRowException(
          "Expected the name of a %s, but found %s.".formatted(family, parser.currentToken()));
    }
    var format = byName.get(parser.getText());
    if (format == null) {
      throw new UnreadableRowException(
          "Expected a known %s, but found '%s'; the row was written by a newer version of Pawl."
              .formatted(family, parser.getText()));
    }
    parser.nextToken();
    var value = format.read(in);
    parser.nextToken();
    return value;
  }
}
