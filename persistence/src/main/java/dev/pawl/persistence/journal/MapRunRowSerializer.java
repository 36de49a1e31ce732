package dev.pawl.persistence.journal;

import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * {@link MapRunCodec} as Pekko knows it; the identifier and the manifest are stored with every row
 * and never change.
 */
public final class MapRunRowSerializer extends SerializerWithStringManifest {

  public static final int IDENTIFIER = 745_103;
  public static final String MANIFEST = "map-run-row";

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
    return ((MapRunRow) row).bytes();
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) {
    if (!manifest.equals(MANIFEST)) {
      throw new UnreadableRowException(
          "Expected a row with the manifest '%s', but found '%s'; it was written by a newer version of Pawl."
              .formatted(MANIFEST, manifest));
    }
    return MapRunCodec.decode(bytes);
  }
}
