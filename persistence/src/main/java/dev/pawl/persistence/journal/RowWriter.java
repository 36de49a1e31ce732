package dev.pawl.persistence.journal;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.pawl.engine.json.Payload;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;

/** Writes one row; knows the payloads it has written. */
final class RowWriter implements AutoCloseable {

  private final JsonGenerator generator;
  private final Map<String, Integer> payloads = new HashMap<>();

  RowWriter(OutputStream bytes) throws IOException {
    generator = Cbor.generator(bytes);
  }

  JsonGenerator generator() {
    return generator;
  }

  /** The text, or the number of the payload in this row that has the same one. */
  void writePayload(Payload payload) throws IOException {
    var number = payloads.putIfAbsent(payload.text(), payloads.size());
    if (number == null) {
      generator.writeString(payload.text());
    } else {
      generator.writeNumber(number);
    }
  }

  @Override
  public void close() throws IOException {
    generator.close();
  }
}
