package dev.pawl.persistence.journal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The one CBOR factory. What was stored was checked when it came in, so reading it back has no
 * limits of its own.
 */
final class Cbor {

  private static final CBORFactory FACTORY =
      CBORFactory.builder()
          // Names and texts that occur again are references: an event costs its values, not its
          // field names.
          .enable(CBORGenerator.Feature.STRINGREF)
          // Half a surrogate pair, as in the error of a worker, is stored as U+FFFD: better than
          // an execution that cannot be stored and goes nowhere.
          .enable(CBORGenerator.Feature.LENIENT_UTF_ENCODING)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .streamWriteConstraints(
              StreamWriteConstraints.builder().maxNestingDepth(Integer.MAX_VALUE).build())
          .build();
  private static final ObjectMapper TREES =
      new ObjectMapper(FACTORY).disable(SerializationFeature.FLUSH_AFTER_WRITE_VALUE);

  private Cbor() {}

  static JsonGenerator generator(OutputStream bytes) throws IOException {
    return FACTORY.createGenerator(bytes);
  }

  static JsonParser parser(byte[] bytes) throws IOException {
    return FACTORY.createParser(bytes);
  }

  /** Reads the value the parser stands on. */
  static JsonNode readTree(JsonParser parser) throws IOException {
    JsonNode node = TREES.readTree(parser);
    return node == null ? MissingNode.getInstance() : node;
  }

  static void writeTree(JsonGenerator generator, JsonNode node) throws IOException {
    TREES.writeTree(generator, node);
  }
}
