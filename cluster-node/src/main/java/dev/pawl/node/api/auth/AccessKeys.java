package dev.pawl.node.api.auth;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The access keys that this node knows: those of {@code pawl.api.access-keys}, and those of the
 * file {@code pawl.api.access-keys-file}, which may change while the node runs.
 */
public final class AccessKeys {

  private static final Logger LOG = LoggerFactory.getLogger(AccessKeys.class);
  private static final String LIST = "access-keys";
  private static final int KEYS_MAX = 10_000;

  private final Config api;
  private volatile Map<String, AccessKey> keys;

  private AccessKeys(Config api) {
    this.api = api;
    this.keys = read(api);
  }

  /**
   * Reads the block {@code pawl.api}.
   *
   * @throws IllegalArgumentException with what is wrong in the configuration or in the file
   */
  public static AccessKeys of(Config api) {
    return new AccessKeys(api);
  }

  /** Whether no keys are configured at all, so that nobody is asked for a signature. */
  public boolean isEmpty() {
    return keys.isEmpty();
  }

  Optional<AccessKey> find(String id) {
    return Optional.ofNullable(keys.get(id));
  }

  /**
   * Reads the file again. If it cannot be read, or would leave no key, what was known stays: a
   * mistake must open no door.
   */
  public void reload() {
    try {
      var read = read(api);
      if (read.isEmpty() != keys.isEmpty()) {
        throw new IllegalArgumentException(
            "Expected access keys to be there from the node's start to its end, or never.");
      }
      if (!read.equals(keys)) {
        keys = read;
        LOG.info("There are {} access keys now.", read.size());
      }
    } catch (IllegalArgumentException e) {
      LOG.warn("The access keys stay as they are: {}", e.getMessage());
    }
  }

  private static Map<String, AccessKey> read(Config api) {
    var keys = new LinkedHashMap<String, AccessKey>();
    add(keys, api, api);
    var file = api.getString("access-keys-file");
    if (!file.isEmpty()) {
      add(keys, parse(Path.of(file)), api);
      if (keys.isEmpty()) {
        throw new IllegalArgumentException(
            "Expected the file of access keys %s to hold at least one.".formatted(file));
      }
    }
    return Collections.unmodifiableMap(keys);
  }

  private static void add(Map<String, AccessKey> keys, Config from, Config api) {
    try {
      List<? extends Config> list = from.getConfigList(LIST);
      if (list.size() > KEYS_MAX) {
        throw new IllegalArgumentException(
            "Expected at most %d access keys, but there are %d.".formatted(KEYS_MAX, list.size()));
      }
      for (var element : list) {
        var key =
            AccessKey.of(element, api.getString("account"), api.getConfig("access-key-limits"));
        if (keys.put(key.id(), key) != null) {
          throw new IllegalArgumentException(
              "Expected access key %s once, but it is there twice.".formatted(key.id()));
        }
      }
    } catch (ConfigException.Missing | ConfigException.WrongType e) {
      // Its message names places and types, and no values.
      throw new IllegalArgumentException(
          "Expected 'access-keys' to be a list of objects: " + e.getMessage(), e);
    }
  }

  /** JSON is HOCON too. */
  private static Config parse(Path file) {
    if (!Files.isReadable(file)) {
      throw new IllegalArgumentException(
          "Expected to read the file of access keys %s, but cannot.".formatted(file));
    }
    try {
      return ConfigFactory.parseFile(
              file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false))
          .resolve();
    } catch (ConfigException e) {
      // Its message may quote the line, and the line a secret.
      throw new IllegalArgumentException(
          "Expected the file of access keys %s to be JSON or HOCON%s, but it is not."
              .formatted(
                  file, e.origin() == null ? "" : " (line " + e.origin().lineNumber() + ")"));
    }
  }
}
