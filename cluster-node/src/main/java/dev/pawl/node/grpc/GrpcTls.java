package dev.pawl.node.grpc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.HttpsConnectionContext;
import org.apache.pekko.pki.pem.DERPrivateKeyLoader;
import org.apache.pekko.pki.pem.PEMDecoder;

/**
 * TLS with a certificate and a key as {@code kubernetes.io/tls} secrets mount them: PEM files in
 * one directory. They are read when the node starts.
 */
final class GrpcTls {

  private static final String CERTIFICATE = "tls.crt";
  private static final String KEY = "tls.key";
  private static final char[] IN_MEMORY = {};

  private GrpcTls() {}

  /**
   * @throws IllegalStateException if a file is missing or is none of its kind
   */
  static HttpsConnectionContext context(Path directory) {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, IN_MEMORY);
      store.setKeyEntry("grpc", key(directory), IN_MEMORY, certificates(directory));
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, IN_MEMORY);
      var context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, new SecureRandom());
      return ConnectionContext.httpsServer(context);
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      throw new IllegalStateException(
          "Expected pawl.grpc.tls-directory to hold %s and %s in PEM, but in %s: %s"
              .formatted(CERTIFICATE, KEY, directory.toAbsolutePath(), e),
          e);
    }
  }

  private static PrivateKey key(Path directory) throws IOException {
    return DERPrivateKeyLoader.load(PEMDecoder.decode(Files.readString(directory.resolve(KEY))));
  }

  private static Certificate[] certificates(Path directory)
      throws IOException, GeneralSecurityException {
    try (var file = Files.newInputStream(directory.resolve(CERTIFICATE))) {
      return CertificateFactory.getInstance("X.509")
          .generateCertificates(file)
          .toArray(Certificate[]::new);
    }
  }
}
