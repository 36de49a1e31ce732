package dev.pawl.node.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.pekko.pki.pem.DERPrivateKeyLoader;
import org.apache.pekko.pki.pem.PEMDecoder;

/**
 * A certificate with its chain, and its key (PKCS #8 or PKCS #1), as {@code kubernetes.io/tls}
 * secrets mount them: PEM files in one directory.
 */
@SuppressWarnings("ArrayRecordComponent") // Files are bytes; equals says how they are compared.
record KeyPairFiles(byte[] certificate, byte[] key) {

  static final String CERTIFICATE = "tls.crt";
  static final String KEY = "tls.key";

  private static final char[] IN_MEMORY = {};
  private static final byte[] SIGNED = {1};

  static KeyPairFiles read(Path directory) throws IOException {
    return new KeyPairFiles(
        Files.readAllBytes(directory.resolve(CERTIFICATE)),
        Files.readAllBytes(directory.resolve(KEY)));
  }

  boolean isSameAs(KeyPairFiles other) {
    return Arrays.equals(certificate, other.certificate) && Arrays.equals(key, other.key);
  }

  /**
   * What a server needs to show this certificate.
   *
   * @throws GeneralSecurityException if the two are no pair: one of them may have been exchanged
   *     just now, and the other not yet
   */
  SSLContext context() throws GeneralSecurityException {
    var privateKey = privateKey();
    var chain = chain();
    requirePair(privateKey, chain);
    var store = KeyStore.getInstance("PKCS12");
    try {
      store.load(null, IN_MEMORY);
    } catch (IOException e) {
      throw new AssertionError("Expected an empty key store to need no file.", e);
    }
    store.setKeyEntry("port", privateKey, IN_MEMORY, chain);
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, IN_MEMORY);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, new SecureRandom());
    return context;
  }

  private PrivateKey privateKey() {
    return DERPrivateKeyLoader.load(PEMDecoder.decode(new String(key, StandardCharsets.US_ASCII)));
  }

  private Certificate[] chain() throws GeneralSecurityException {
    var chain =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(certificate))
            .toArray(Certificate[]::new);
    if (chain.length == 0) {
      throw new GeneralSecurityException(
          "Expected a certificate, but " + CERTIFICATE + " has none.");
    }
    return chain;
  }

  private static void requirePair(PrivateKey key, Certificate[] chain)
      throws GeneralSecurityException {
    var signature = Signature.getInstance(algorithm(key));
    signature.initSign(key);
    signature.update(SIGNED);
    var signed = signature.sign();
    signature.initVerify(chain[0].getPublicKey());
    signature.update(SIGNED);
    if (!signature.verify(signed)) {
      throw new GeneralSecurityException(
          "Expected " + KEY + " to be the key of " + CERTIFICATE + ", but it is another one's.");
    }
  }

  private static String algorithm(PrivateKey key) {
    return switch (key.getAlgorithm()) {
      case "EC" -> "SHA256withECDSA";
      case "RSA" -> "SHA256withRSA";
      default -> key.getAlgorithm();
    };
  }
}
