package dev.pawl.persistence.journal;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** How the values of one Java type stand in a row. */
interface ValueFormat {

  void write(Object value, RowWriter out) throws IOException;

  /** Reads the value whose first token is the current one, and ends on its last. */
  Object read(RowReader in) throws IOException;

  /** What a component of this type is when it is left out. */
  default @Nullable Object absent() {
    return null;
  }

  static Object present(@Nullable Object value) {
    if (value == null) {
      throw new UnreadableRowException("Expected a value in a row, but found null.");
    }
    return value;
  }

  default void writeOrNull(@Nullable Object value, RowWriter out) throws IOException {
    if (value == null) {
      out.generator().writeNull();
    } else {
      write(value, out);
    }
  }

  default @Nullable Object readOrNull(RowReader in) throws IOException {
    return in.parser().currentToken() == JsonToken.VALUE_NULL ? null : read(in);
  }
}
