package dev.pawl.node.boot;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;

/**
 * Mutual TLS between nodes, with certificates as cert-manager and {@code kubernetes.io/tls} secrets
 * mount them: PEM files in one directory, read again while the node runs.
 *
 * <p>A node lets in, and goes to, whoever shows a certificate of this CA that has a name in common
 * with its own. Limits: {@code ca.crt} is one certificate; another CA needs a restart of all.
 */
public final class ClusterTls {

  /** Where the files are; empty for no TLS. */
  public static final String DIRECTORY = "pawl.cluster.tls-directory";

  /** The node's certificate, its key (PKCS #8 or PKCS #1), and the certificate of their CA. */
  public static final String CERTIFICATE = "tls.crt";

  public static final String KEY = "tls.key";
  public static final String CA = "ca.crt";

  private static final String TRANSPORT = "pekko.remote.artery.transport";
  private static final String SSL = "pekko.remote.artery.ssl.";
  private static final String ROTATING = SSL + "rotating-keys-engine.";
  private static final String PROVIDER =
      "org.apache.pekko.remote.artery.tcp.ssl.RotatingKeysSSLEngineProvider";

  private ClusterTls() {}

  /**
   * What an actor system needs for it; put it before everything else. Empty if it is not asked for.
   *
   * @throws IllegalStateException if a file is missing
   */
  static Config config(Config node) {
    var directory = node.getString(DIRECTORY);
    if (directory.isEmpty()) {
      return ConfigFactory.empty();
    }
    var settings = new HashMap<String, Object>();
    settings.put(TRANSPORT, "tls-tcp");
    settings.put(SSL + "ssl-engine-provider", PROVIDER);
    settings.put(ROTATING + "key-file", file(directory, KEY));
    settings.put(ROTATING + "cert-file", file(directory, CERTIFICATE));
    settings.put(ROTATING + "ca-cert-file", file(directory, CA));
    return ConfigFactory.parseMap(settings);
  }

  private static String file(String directory, String name) {
    var file = Path.of(directory, name).toAbsolutePath();
    if (!Files.isReadable(file)) {
      throw new IllegalStateException(
          "Expected %s to hold %s, but %s cannot be read."
              .formatted(DIRECTORY, String.join(", ", List.of(CERTIFICATE, KEY, CA)), file));
    }
    return file.toString();
  }
}
