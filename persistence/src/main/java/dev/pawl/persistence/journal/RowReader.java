package dev.pawl.persistence.journal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.pawl.engine.json.Payload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one row; keeps the payloads it has read, which are the same objects where they were the
 * same text.
 */
final class RowReader {

  private final JsonParser parser;
  private final List<Payload> payloads = new ArrayList<>();

  RowReader(JsonParser parser) {
    this.parser = parser;
  }

  JsonParser parser() {
    return parser;
  }

  Payload readPayload() throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      var payload = Payload.ofStoredText(parser.getText());
      payloads.add(payload);
      return payload;
    }
    var number = parser.getIntValue();
    if (number < 0 || number >= payloads.size()) {
      throw new UnreadableRowException(
          "Expected payload %d before it is referred to, but the row has only %d."
              .formatted(number, payloads.size()));
    }
    return payloads.get(number);
  }
}
