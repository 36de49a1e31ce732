package dev.pawl.node.cli.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Whose certificates a client believes, out of a file of PEM certificates. */
public final class Authorities {

  private Authorities() {}

  /**
   * TLS that believes the authorities of the file and nobody else.
   *
   * @throws IOException if it cannot be read, or holds no certificate
   */
  public static SSLContext of(Path file) throws IOException {
    try (var pem = Files.newInputStream(file)) {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        store.setCertificateEntry("authority-" + store.size(), certificate);
      }
      if (store.size() == 0) {
        throw new IOException("Expected certificates in PEM in " + file + ", but found none.");
      }
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "Expected certificates in PEM in %s, but: %s".formatted(file, e.getMessage()), e);
    }
  }
}
