package dev.pawl.node.maprun;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.json.Json;
import dev.pawl.engine.maprun.SourceItem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The elements of an array, or the members of an object, in a JSON file that is never in memory as
 * a whole. With ItemsPointer they are those of a value inside it.
 */
final class JsonItems implements Iterator<SourceItem> {
  private final JsonParser parser;
  private final String source;
  private final boolean isArray;

  JsonItems(InputStream in, JsonPointer pointer, String source) throws IOException {
    this.parser = Json.mapper().getFactory().createParser(in);
    this.source = source;
    parser.nextToken();
    find(pointer);
    isArray = parser.currentToken() == JsonToken.START_ARRAY;
    if (!isArray && parser.currentToken() != JsonToken.START_OBJECT) {
      throw ItemReaderFailed.notIterable();
    }
    parser.nextToken();
  }

  private void find(JsonPointer pointer) throws IOException {
    for (var rest = pointer; !rest.matches(); rest = rest.tail()) {
      var found =
          switch (parser.currentToken()) {
            case START_OBJECT -> findMember(rest.getMatchingProperty());
            case START_ARRAY -> findElement(rest.getMatchingIndex());
            case null, default -> false;
          };
      if (!found) {
        throw ItemReaderFailed.notIterable();
      }
    }
  }

  private boolean findMember(String name) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      var isIt = parser.currentName().equals(name);
      parser.nextToken();
      if (isIt) {
        return true;
      }
      parser.skipChildren();
    }
    return false;
  }

  private boolean findElement(int index) throws IOException {
    for (var i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
      if (i == index) {
        return true;
      }
      parser.skipChildren();
    }
    return false;
  }

  @Override
  public boolean hasNext() {
    return parser.currentToken() != (isArray ? JsonToken.END_ARRAY : JsonToken.END_OBJECT);
  }

  @Override
  public SourceItem next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    try {
      return isArray ? new SourceItem(null, value(), source) : member();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private SourceItem member() throws IOException {
    var key = parser.currentName();
    parser.nextToken();
    return new SourceItem(key, value(), source);
  }

  private JsonNode value() throws IOException {
    JsonNode value = Json.mapper().readTree(parser);
    parser.nextToken();
    return value;
  }
}
