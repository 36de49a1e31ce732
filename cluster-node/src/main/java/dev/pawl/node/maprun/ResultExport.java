package dev.pawl.node.maprun;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.engine.asl.ResultWriter.WriterConfig;
import dev.pawl.engine.json.Json;
import dev.pawl.engine.json.Payload;
import dev.pawl.node.objects.ObjectStore;
import dev.pawl.node.objects.ObjectStoreException;
import dev.pawl.persistence.index.MapRunChildren.EndedChild;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the results of a Map Run into its bucket: {@code SUCCEEDED_n}, {@code FAILED_n} and {@code
 * PENDING_n} files, and a manifest that names them (developer guide, "ResultWriter"). A file is
 * made on disk before it is stored, so that memory does not follow its size. Written again, the
 * same files come about.
 *
 * <p>Errors: {@link ObjectStoreException}.
 */
final class ResultExport {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final ObjectStore objects;
  private final String mapRunArn;
  private final String bucket;
  private final String folder;
  private final WriterConfig config;
  private final long fileBytesMax;
  private final Map<String, ResultFiles> kinds = new LinkedHashMap<>();

  /**
   * @param arguments Bucket and Prefix
   */
  ResultExport(
      ObjectStore objects,
      String mapRunArn,
      Payload arguments,
      WriterConfig config,
      long fileBytesMax) {
    this.objects = objects;
    this.mapRunArn = mapRunArn;
    this.config = config;
    this.fileBytesMax = fileBytesMax;
    bucket = arguments.node().path("Bucket").asText();
    var prefix = arguments.node().path("Prefix").asText("");
    var id = mapRunArn.substring(mapRunArn.lastIndexOf(':') + 1);
    folder = prefix.isEmpty() ? id : prefix.replaceFirst("/$", "") + "/" + id;
    for (var kind : new String[] {"FAILED", "PENDING", "SUCCEEDED"}) {
      kinds.put(kind, new ResultFiles(kind));
    }
  }

  /** Writes all, and tells where: what the state gets. */
  Payload write(Iterator<EndedChild> children) {
    try {
      while (children.hasNext()) {
        var child = children.next();
        for (var result : Results.of(child, config, "NONE")) {
          file(child.execution().status()).add(result.text());
        }
      }
      return details(storeManifest());
    } catch (IOException | UncheckedIOException e) {
      throw new ObjectStoreException("Expected to write the results, but: " + e, e);
    } finally {
      kinds.values().forEach(ResultFiles::discard);
    }
  }

  private ResultFiles file(String status) {
    var kind =
        switch (status) {
          case "SUCCEEDED" -> "SUCCEEDED";
          case "ABORTED" -> "PENDING";
          default -> "FAILED";
        };
    var file = kinds.get(kind);
    if (file == null) {
      throw new AssertionError("Expected files of kind " + kind);
    }
    return file;
  }

  private String storeManifest() throws IOException {
    var manifest = JSON.objectNode();
    manifest.put("DestinationBucket", bucket);
    manifest.put("MapRunArn", mapRunArn);
    var files = manifest.putObject("ResultFiles");
    for (var kind : kinds.values()) {
      kind.finish();
      files.set(kind.kind, kind.stored);
    }
    var key = folder + "/manifest.json";
    var text = Files.createTempFile("pawl-manifest", ".json");
    try {
      Files.writeString(text, Json.write(manifest));
      objects.write(bucket, key, text);
    } finally {
      Files.deleteIfExists(text);
    }
    return key;
  }

  private Payload details(String key) {
    ObjectNode result = JSON.objectNode().put("MapRunArn", mapRunArn);
    result.putObject("ResultWriterDetails").put("Bucket", bucket).put("Key", key);
    return Payload.of(result);
  }

  /** The files of one kind, one after the other. */
  private final class ResultFiles {
    private final String kind;
    private final ArrayNode stored = JSON.arrayNode();
    private @Nullable Path path;
    private @Nullable OutputStream out;
    private long bytes;

    ResultFiles(String kind) {
      this.kind = kind;
    }

    private boolean isLines() {
      return config.outputType().filter("JSONL"::equals).isPresent();
    }

    void add(String result) throws IOException {
      if (out != null && bytes > fileBytesMax) {
        finish();
      }
      if (out == null) {
        path = Files.createTempFile("pawl-results", ".json");
        out = new BufferedOutputStream(Files.newOutputStream(path));
        bytes = 0;
        put(isLines() ? "" : "[");
      } else {
        put(isLines() ? "\n" : ",");
      }
      put(result);
    }

    private void put(String text) throws IOException {
      if (out != null) {
        var utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.write(utf8);
        bytes += utf8.length;
      }
    }

    void finish() throws IOException {
      if (out == null || path == null) {
        return;
      }
      put(isLines() ? "\n" : "]");
      out.close();
      out = null;
      var ending = isLines() ? ".jsonl" : ".json";
      var key = folder + "/" + kind + "_" + stored.size() + ending;
      objects.write(bucket, key, path);
      stored.addObject().put("Key", key).put("Size", bytes);
      discard();
    }

    void discard() {
      try {
        if (out != null) {
          out.close();
          out = null;
        }
        if (path != null) {
          Files.deleteIfExists(path);
          path = null;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
