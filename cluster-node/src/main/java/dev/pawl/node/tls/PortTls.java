package dev.pawl.node.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.HttpsConnectionContext;
import org.apache.pekko.http.javadsl.ServerBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS 1.2 and 1.3 of one port that clients use. The files are looked at every {@code
 * pawl.tls.reload-interval}: connections made after that show the new certificate, those that are
 * open stay. Files that are no pair, or cannot be read, change nothing.
 */
public final class PortTls {

  private static final Logger LOG = LoggerFactory.getLogger(PortTls.class);
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private final String setting;
  private final Path directory;
  private volatile Shown shown;

  /** What new connections are shown. */
  private record Shown(KeyPairFiles files, SSLContext context) {}

  private PortTls(String setting, Path directory) {
    this.setting = setting;
    this.directory = directory.toAbsolutePath();
    try {
      var files = KeyPairFiles.read(directory);
      this.shown = new Shown(files, files.context());
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      throw new IllegalStateException(expected() + e, e);
    }
  }

  /**
   * A server with TLS, if it is asked for.
   *
   * @param setting the key that names the directory, for those who read about it
   * @param directory of {@code tls.crt} and {@code tls.key}; empty for no TLS
   * @throws IllegalStateException if a file is missing or is none of its kind
   */
  public static ServerBuilder secured(
      ServerBuilder server, ActorSystem<?> system, String setting, String directory) {
    if (directory.isEmpty()) {
      return server;
    }
    var tls = new PortTls(setting, Path.of(directory));
    var interval = system.settings().config().getDuration("pawl.tls.reload-interval");
    system
        .scheduler()
        .scheduleWithFixedDelay(
            interval,
            interval,
            tls::reload,
            system.dispatchers().lookup(DispatcherSelector.blocking()));
    return server.enableHttps(tls.context());
  }

  private HttpsConnectionContext context() {
    return ConnectionContext.httpsServer(this::engine);
  }

  private SSLEngine engine() {
    var engine = shown.context().createSSLEngine();
    engine.setUseClientMode(false);
    engine.setEnabledProtocols(PROTOCOLS);
    return engine;
  }

  private void reload() {
    try {
      var files = KeyPairFiles.read(directory);
      if (!files.isSameAs(shown.files())) {
        shown = new Shown(files, files.context());
        LOG.info("New connections are shown the certificate that is in {} now.", directory);
      }
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      LOG.warn("{}{} The certificate of before stays in use.", expected(), e.toString());
    }
  }

  private String expected() {
    return "Expected %s to hold %s and %s in PEM, but in %s: "
        .formatted(setting, KeyPairFiles.CERTIFICATE, KeyPairFiles.KEY, directory);
  }
}
