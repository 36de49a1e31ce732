package dev.pawl.node.maprun;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import dev.pawl.engine.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;

/** The values of a JSON Lines file. */
final class JsonLines implements Iterator<JsonNode> {
  private final MappingIterator<JsonNode> values;

  JsonLines(InputStream in) throws IOException {
    values = Json.mapper().readerFor(JsonNode.class).readValues(in);
  }

  @Override
  public boolean hasNext() {
    try {
      return values.hasNextValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public JsonNode next() {
    try {
      return values.nextValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
