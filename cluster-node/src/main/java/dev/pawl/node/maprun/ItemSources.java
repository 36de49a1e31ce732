package dev.pawl.node.maprun;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.github.luben.zstd.ZstdInputStream;
import dev.pawl.engine.asl.ItemReader;
import dev.pawl.engine.asl.ItemReader.ReaderConfig;
import dev.pawl.engine.json.Json;
import dev.pawl.engine.json.Payload;
import dev.pawl.engine.maprun.SourceItem;
import dev.pawl.node.objects.ObjectStore;
import dev.pawl.node.objects.ObjectStoreException;
import dev.pawl.node.objects.StoredObject;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Opens the items of a Map Run (developer guide, "ItemReader"): files in S3, listings, and lists of
 * files. Everything is read as a stream.
 */
final class ItemSources {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final ObjectStore objects;

  ItemSources(ObjectStore objects) {
    this.objects = objects;
  }

  /** The items that a state has itself. */
  static ItemSource of(Payload items) {
    var node = items.node();
    Iterator<SourceItem> all =
        node.isArray()
            ? mapped(node.elements(), item -> new SourceItem(null, item, SourceItem.STATE_DATA))
            : mapped(
                node.properties().iterator(),
                member ->
                    new SourceItem(member.getKey(), member.getValue(), SourceItem.STATE_DATA));
    return new Limited(all, Long.MAX_VALUE, new ArrayDeque<>());
  }

  /** The items that an ItemReader reads. */
  ItemSource open(ItemReader reader, Payload arguments, long maxItems) {
    Deque<Closeable> open = new ArrayDeque<>();
    try {
      return new Limited(items(reader, arguments.node(), open), maxItems, open);
    } catch (IOException e) {
      closeAll(open);
      throw unreadable(e);
    } catch (UncheckedIOException e) {
      closeAll(open);
      throw unreadable(e.getCause());
    } catch (RuntimeException e) {
      closeAll(open);
      throw e;
    }
  }

  private static ItemReaderFailed unreadable(@Nullable IOException e) {
    return new ItemReaderFailed(
        e == null ? "The items cannot be read." : String.valueOf(e.getMessage()));
  }

  private Iterator<SourceItem> items(ItemReader reader, JsonNode arguments, Deque<Closeable> open)
      throws IOException {
    var config = reader.config();
    var bucket = required(arguments, "Bucket");
    if (reader.listsObjects()) {
      return listed(config, bucket, arguments.path("Prefix").asText(""), open);
    }
    var key = required(arguments, "Key");
    if (config.manifestType().isPresent()
        || config.inputType().filter("MANIFEST"::equals).isPresent()) {
      return manifest(config, bucket, key, open);
    }
    return file(config, bucket, key, arguments.path("VersionId").asText(null), open);
  }

  private static String required(JsonNode arguments, String name) {
    var value = arguments.path(name);
    if (!value.isTextual() || value.textValue().isEmpty()) {
      throw new ItemReaderFailed("The field '" + name + "' is required but was missing");
    }
    return value.textValue();
  }

  // ---- one file

  private Iterator<SourceItem> file(
      ReaderConfig config,
      String bucket,
      String key,
      @Nullable String versionId,
      Deque<Closeable> open)
      throws IOException {
    var in = unpacked(objects.read(bucket, key, versionId), key);
    var source = "S3://" + bucket + "/" + key;
    Function<JsonNode, SourceItem> item = value -> new SourceItem(null, value, source);
    if (config.inputType().filter("PARQUET"::equals).isPresent()) {
      var rows = ParquetRows.open(in);
      open.push(rows);
      return mapped(rows, item);
    }
    open.push(in);
    return switch (config.inputType().orElse("JSON")) {
      case "CSV" -> mapped(new CsvRows(reader(in), config), item);
      case "JSONL" -> mapped(new JsonLines(in), item);
      case "JSON" -> new JsonItems(in, pointer(config), source);
      case String type ->
          throw new ItemReaderFailed("The InputType " + type + " is not offered by this version.");
    };
  }

  private static JsonPointer pointer(ReaderConfig config) {
    try {
      return JsonPointer.compile(config.itemsPointer().orElse(""));
    } catch (IllegalArgumentException e) {
      throw new ItemReaderFailed("ItemsPointer must be a valid JSON Pointer.");
    }
  }

  private static BufferedReader reader(InputStream in) {
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  private static InputStream unpacked(InputStream in, String key) throws IOException {
    if (key.endsWith(".zstd") || key.endsWith(".zst")) {
      return new ZstdInputStream(in);
    }
    return key.endsWith(".gz") ? new GZIPInputStream(in, 1 << 16) : in;
  }

  // ---- many files

  private Iterator<SourceItem> listed(
      ReaderConfig config, String bucket, String prefix, Deque<Closeable> open) {
    var found = objects.list(bucket, prefix);
    return config.transformation().filter("LOAD_AND_FLATTEN"::equals).isPresent()
        ? flattened(mapped(found, object -> new Place(bucket, object.key())), config, open)
        : mapped(found, object -> new SourceItem(null, shown(object), "S3://" + bucket));
  }

  private static JsonNode shown(StoredObject object) {
    var item = JSON.objectNode();
    item.put("Etag", object.etag());
    item.put("LastModified", object.lastModified().getEpochSecond());
    item.put("Key", object.key());
    item.put("Size", object.size());
    item.put("StorageClass", object.storageClass());
    return item;
  }

  private record Place(String bucket, String key) {}

  /** A list of files: Amazon S3 inventory, whose rows are the items, or one that Athena wrote. */
  private Iterator<SourceItem> manifest(
      ReaderConfig config, String bucket, String key, Deque<Closeable> open) throws IOException {
    if (config.manifestType().filter("ATHENA_DATA"::equals).isPresent()) {
      var in = objects.read(bucket, key, null);
      open.push(in);
      return flattened(mapped(reader(in).lines().iterator(), ItemSources::place), config, open);
    }
    JsonNode manifest;
    try (var in = objects.read(bucket, key, null)) {
      manifest = Json.mapper().readTree(in);
    }
    var headers = List.of(manifest.path("fileSchema").asText("").trim().split("\\s*,\\s*"));
    var inventory = inventoryOf(config, headers);
    var target = manifest.path("destinationBucket").asText("").replaceFirst("^arn:[^:]*:s3:::", "");
    return flattened(
        mapped(
            manifest.path("files").elements(),
            file -> new Place(target.isEmpty() ? bucket : target, file.path("key").asText())),
        inventory,
        open);
  }

  private static ReaderConfig inventoryOf(ReaderConfig config, List<String> headers) {
    return new ReaderConfig(
        java.util.Optional.of("CSV"),
        java.util.Optional.empty(),
        java.util.Optional.empty(),
        java.util.Optional.empty(),
        java.util.Optional.of("GIVEN"),
        headers,
        java.util.Optional.empty(),
        config.maxItems());
  }

  private static Place place(String line) {
    var path = line.trim().replace("\"", "").replaceFirst("^[sS]3[an]?://", "");
    var end = path.indexOf('/');
    if (end < 0) {
      throw new ItemReaderFailed(
          "Expected the S3 URI of a file in the manifest, but found " + line);
    }
    return new Place(path.substring(0, end), path.substring(end + 1));
  }

  private Iterator<SourceItem> flattened(
      Iterator<Place> files, ReaderConfig config, Deque<Closeable> open) {
    var outer = open.size();
    return new Iterator<>() {
      private Iterator<SourceItem> items = List.<SourceItem>of().iterator();

      @Override
      public boolean hasNext() {
        while (!items.hasNext() && files.hasNext()) {
          while (open.size() > outer) {
            close(open.pop());
          }
          var place = files.next();
          try {
            items = file(config, place.bucket(), place.key(), null, open);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
        return items.hasNext();
      }

      @Override
      public SourceItem next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return items.next();
      }
    };
  }

  // ---- iterators

  private static <A, B> Iterator<B> mapped(Iterator<A> from, Function<A, B> function) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return from.hasNext();
      }

      @Override
      public B next() {
        return function.apply(from.next());
      }
    };
  }

  private static void closeAll(Deque<Closeable> open) {
    while (!open.isEmpty()) {
      close(open.pop());
    }
  }

  private static void close(Closeable in) {
    try {
      in.close();
    } catch (IOException e) {
      throw new ObjectStoreException("Expected a stream to close, but: " + e, e);
    }
  }

  private static final class Limited implements ItemSource {
    private final Iterator<SourceItem> items;
    private final Deque<Closeable> open;
    private long left;

    Limited(Iterator<SourceItem> items, long maxItems, Deque<Closeable> open) {
      this.items = items;
      this.open = open;
      this.left = maxItems;
    }

    @Override
    public boolean hasNext() {
      try {
        return left > 0 && items.hasNext();
      } catch (UncheckedIOException e) {
        throw unreadable(e.getCause());
      }
    }

    @Override
    public SourceItem next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      left--;
      try {
        return items.next();
      } catch (UncheckedIOException e) {
        throw unreadable(e.getCause());
      }
    }

    @Override
    public void close() {
      closeAll(open);
    }
  }
}
