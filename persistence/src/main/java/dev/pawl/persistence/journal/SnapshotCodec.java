package dev.pawl.persistence.journal;

import com.fasterxml.jackson.core.JsonToken;
import dev.pawl.engine.execution.Execution;
import dev.pawl.engine.execution.ExecutionSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * Snapshots as bytes and back: CBOR {@code [version, shape, snapshot]}, in the form of {@link
 * EventCodec}.
 *
 * <p>A snapshot says nothing that the journal does not, so it needs no upcasters: one that this
 * release has not written in just its own form is refused, and the journal is replayed instead.
 * {@code shape} stands for the names and types of all components and follows from them. {@link
 * #VERSION} is to be raised when {@code evolve} makes something else of the same events.
 */
public final class SnapshotCodec {

  static final int VERSION = 1;

  private static final ValueFormat FORMAT = new ValueFormats().of(ExecutionSnapshot.class);
  private static final int SHAPE = RecordShape.of(ExecutionSnapshot.class);

  private SnapshotCodec() {}

  public static byte[] encode(Execution execution) {
    return encode(execution, VERSION, SHAPE);
  }

  static byte[] encode(Execution execution, int version, int shape) {
    var bytes = new ByteArrayOutputStream(1024);
    try (var out = new RowWriter(bytes)) {
      out.generator().writeStartArray();
      out.generator().writeNumber(version);
      out.generator().writeNumber(shape);
      FORMAT.write(ExecutionSnapshot.of(execution), out);
      out.generator().writeEndArray();
    } catch (IOException e) {
      throw new AssertionError("Expected a snapshot to become bytes, but: " + execution, e);
    }
    return bytes.toByteArray();
  }

  /**
   * @throws UnreadableRowException unless this release would have written it so
   */
  public static Execution decode(byte[] bytes) {
    try (var parser = Cbor.parser(bytes)) {
      if (parser.nextToken() != JsonToken.START_ARRAY
          || parser.nextToken() != JsonToken.VALUE_NUMBER_INT
          || parser.getIntValue() != VERSION
          || parser.nextToken() != JsonToken.VALUE_NUMBER_INT
          || parser.getIntValue() != SHAPE) {
        throw new UnreadableRowException(
            "Expected a snapshot of version %d and shape %d; another release has written it."
                .formatted(VERSION, SHAPE));
      }
      parser.nextToken();
      var snapshot = ValueFormat.present(FORMAT.read(new RowReader(parser)));
      return ((ExecutionSnapshot) snapshot).execution();
    } catch (IOException e) {
      throw new UnreadableRowException("Expected a snapshot, but it is damaged: " + e, e);
    }
  }
}
