package dev.pawl.node.cli.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pawl.node.boot.ClusterTls;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A certificate authority for one local cluster, made by the JDK's {@code keytool}: its key is
 * forgotten with this object, so that nobody can issue another certificate of it later.
 *
 * <p>Limits: for one machine and 30 days; production brings its own certificates.
 */
public final class ThrowAwayCertificates implements AutoCloseable {

  private static final String NAME = "pawl";
  private static final String DAYS = "30";
  private static final int KEYTOOL_SECONDS_MAX = 60;
  private static final Base64.Encoder PEM = Base64.getMimeEncoder(64, new byte[] {'\n'});

  private final Path work;
  private final String password = UUID.randomUUID().toString();

  private ThrowAwayCertificates(Path work) {
    this.work = work;
  }

  /** A new authority. */
  public static ThrowAwayCertificates authority() throws IOException, InterruptedException {
    var made = new ThrowAwayCertificates(Files.createTempDirectory("pawl-ca"));
    made.pair(
        "ca", "CN=Pawl throw-away CA", "-ext", "bc:critical=ca:true", "-ext", "ku=keyCertSign");
    made.keytool("ca", "-exportcert", "-alias", "ca", "-rfc", "-file", made.path(ClusterTls.CA));
    return made;
  }

  /**
   * Writes a key, its certificate and the authority's into a directory, over those that are there.
   * Certificates of one authority let each other in.
   */
  public void issue(Path directory) throws IOException, InterruptedException {
    Files.deleteIfExists(work.resolve("node.p12"));
    pair("node", "CN=" + NAME);
    keytool("node", "-certreq", "-alias", "node", "-file", path("node.csr"));
    keytool(
        "ca",
        "-gencert",
        "-alias",
        "ca",
        "-rfc",
        "-validity",
        DAYS,
        "-ext",
        "san=dns:" + NAME + ",dns:localhost,ip:127.0.0.1",
        "-ext",
        "ku=digitalSignature,keyEncipherment",
        "-ext",
        "eku=serverAuth,clientAuth",
        "-infile",
        path("node.csr"),
        "-outfile",
        path(ClusterTls.CERTIFICATE));
    Files.createDirectories(directory);
    write(directory.resolve(ClusterTls.KEY), key());
    for (var name : List.of(ClusterTls.CERTIFICATE, ClusterTls.CA)) {
      write(directory.resolve(name), Files.readString(work.resolve(name)));
    }
  }

  /** For its owner alone, and never seen half written. */
  private static void write(Path file, String text) throws IOException {
    var written = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(written);
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          written,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Files.writeString(written, text);
    Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private String key() throws IOException {
    try (var in = Files.newInputStream(work.resolve("node.p12"))) {
      var store = KeyStore.getInstance("PKCS12");
      store.load(in, password.toCharArray());
      var key = store.getKey("node", password.toCharArray());
      return "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
          .formatted(PEM.encodeToString(key.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IOException("Expected keytool to have made a key.", e);
    }
  }

  private void pair(String store, String name, String... more)
      throws IOException, InterruptedException {
    var arguments =
        new ArrayList<>(List.of("-genkeypair", "-alias", store, "-dname", name, "-keyalg", "RSA"));
    arguments.addAll(List.of("-keysize", "2048", "-validity", DAYS));
    arguments.addAll(List.of(more));
    keytool(store, arguments.toArray(String[]::new));
  }

  private void keytool(String store, String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-keystore", path(store + ".p12"), "-storetype", "PKCS12"));
    command.addAll(List.of("-storepass:env", "PAWL_KEYTOOL_PASSWORD"));
    var output = work.resolve("keytool.log");
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("PAWL_KEYTOOL_PASSWORD", password);
    var process = builder.start();
    process.getOutputStream().close();
    if (!process.waitFor(KEYTOOL_SECONDS_MAX, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException(
          "Expected keytool %s to succeed, but: %s"
              .formatted(arguments[0], Files.readString(output, UTF_8)));
    }
  }

  private String path(String name) {
    return work.resolve(name).toString();
  }

  /** Forgets the authority's key. */
  @Override
  public void close() throws IOException {
    Files.walkFileTree(
        work,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }
        });
    Files.delete(work);
  }
}
