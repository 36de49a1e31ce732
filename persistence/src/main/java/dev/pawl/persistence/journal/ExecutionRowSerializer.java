package dev.pawl.persistence.journal;

import java.util.Arrays;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * {@link EventCodec} as Pekko knows it; the identifier and the manifest are stored with every row
 * and never change.
 */
public final class ExecutionRowSerializer extends SerializerWithStringManifest {

  public static final int IDENTIFIER = 745_101;
  public static final String MANIFEST = "row";

  /** Of the snapshots that are stored under the same identifier; see {@link SnapshotCodec}. */
  static final String SNAPSHOT_MANIFEST = "snapshot";

  private final EventCodec codec = EventCodec.CURRENT;

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object row) {
    return MANIFEST;
  }

  @Override
  public byte[] toBinary(Object row) {
    return ((ExecutionRow) row).bytes();
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) {
    if (!manifest.equals(MANIFEST)) {
      throw new UnreadableRowException(
          "Expected a row with the manifest '%s', but found '%s' (%d bytes: %s …); it was written by a newer version of Pawl."
              .formatted(
                  MANIFEST,
                  manifest,
                  bytes.length,
                  Arrays.toString(Arrays.copyOf(bytes, Math.min(8, bytes.length)))));
    }
    return ExecutionRow.read(codec.decode(bytes), bytes.length);
  }
}
