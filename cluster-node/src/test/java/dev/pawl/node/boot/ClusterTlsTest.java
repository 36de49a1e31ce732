package dev.pawl.node.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.pawl.node.cli.cluster.ThrowAwayCertificates;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.JoinSeedNodes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may speak to a node, with certificates that are made here and thrown away. */
class ClusterTlsTest {

  private static final Duration JOIN_MAX = Duration.ofSeconds(30);
  private static final Duration REFUSED = Duration.ofSeconds(4);

  @TempDir private static Path directory;

  private final Deque<ActorSystem<Void>> systems = new ArrayDeque<>();

  @BeforeAll
  static void makeCertificates() throws IOException, InterruptedException {
    try (var ours = ThrowAwayCertificates.authority();
        var theirs = ThrowAwayCertificates.authority()) {
      ours.issue(directory.resolve("a"));
      ours.issue(directory.resolve("b"));
      ours.issue(directory.resolve("exchanged"));
      ours.issue(directory.resolve("rotating"));
      theirs.issue(directory.resolve("stranger"));
    }
  }

  @AfterEach
  void stop() throws Exception {
    for (var system : systems) {
      system.terminate();
    }
    for (var system : systems) {
      system.getWhenTerminated().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void nodesWithCertificatesOfOneAuthorityFormACluster() {
    var a = form("a");
    var b = join("b", a);

    await().atMost(JOIN_MAX).untilAsserted(() -> assertThat(members(b)).isEqualTo(2));
    assertThat(members(a)).isEqualTo(2);
  }

  @Test
  void aCertificateOfAnotherAuthorityDoesNotLetIn() {
    assertRefused("stranger");
  }

  @Test
  void aNodeWithoutTlsDoesNotGetIn() {
    assertRefused("");
  }

  private void assertRefused(String files) {
    var a = form("a");
    var stranger = join(files, a);

    await().during(REFUSED).atMost(JOIN_MAX).until(() -> members(a) == 1 && members(stranger) == 0);
  }

  @Test
  void exchangedCertificatesAreTakenUpWithoutARestart() throws Exception {
    var files = directory.resolve("rotating");
    var a = form("rotating");
    var b = join("a", a);
    await().atMost(JOIN_MAX).untilAsserted(() -> assertThat(members(b)).isEqualTo(2));
    var first = certificate(files);
    assertThat(shown(a)).isEqualTo(first);

    exchange(files, directory.resolve("exchanged"));

    var second = certificate(files);
    assertThat(second).isNotEqualTo(first);
    await().atMost(JOIN_MAX).untilAsserted(() -> assertThat(shown(a)).isEqualTo(second));
    var c = join("b", a);
    await().atMost(JOIN_MAX).untilAsserted(() -> assertThat(members(c)).isEqualTo(3));
  }

  @Test
  void aClientThatShowsNoCertificateIsNotListenedTo() throws Exception {
    var a = form("a");

    assertThatThrownBy(() -> speak(a, new KeyManager[0])).isInstanceOf(IOException.class);
  }

  @Test
  void aMissingFileIsSaidByName() {
    var nowhere = directory.resolve("nowhere").toString();
    var asked = ConfigFactory.parseMap(Map.of(ClusterTls.DIRECTORY, nowhere));

    assertThatThrownBy(() -> ClusterTls.config(asked))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Expected pawl.cluster.tls-directory to hold tls.crt")
        .hasMessageContaining("nowhere/tls.key");
  }

  // ---- nodes

  private ActorSystem<Void> form(String files) {
    var system = start(files);
    var cluster = Cluster.get(system);
    cluster.manager().tell(new JoinSeedNodes(List.of(cluster.selfMember().address())));
    await().atMost(JOIN_MAX).until(() -> members(system) == 1);
    return system;
  }

  /** A node in plain text names its peer by another protocol, and may not even try. */
  private ActorSystem<Void> join(String files, ActorSystem<Void> other) {
    var system = start(files);
    var seed = Cluster.get(other).selfMember().address();
    Cluster.get(system).manager().tell(new JoinSeedNodes(List.of(seed)));
    return system;
  }

  private ActorSystem<Void> start(String files) {
    ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "pawl", config(files));
    systems.push(system);
    return system;
  }

  /** As a node's, but that certificates are read again after a second. */
  private static Config config(String files) {
    var ours = new HashMap<String, Object>();
    ours.put("pekko.remote.artery.ssl.rotating-keys-engine.ssl-context-cache-ttl", "1 s");
    ours.put("pekko.coordinated-shutdown.run-by-actor-system-terminate", "off");
    ours.put("pekko.cluster.downing-provider-class", "");
    ours.put(ClusterTls.DIRECTORY, files.isEmpty() ? "" : directory.resolve(files).toString());
    var config =
        ConfigFactory.parseMap(ours)
            .withFallback(ConfigFactory.parseResources("pawl-node.conf"))
            .withFallback(ConfigFactory.load());
    return ClusterTls.config(config).withFallback(config).resolve();
  }

  private static int members(ActorSystem<Void> system) {
    var up = 0;
    for (var member : Cluster.get(system).state().getMembers()) {
      up += member.status().equals(MemberStatus.up()) ? 1 : 0;
    }
    return up;
  }

  // ---- certificates

  private static void exchange(Path files, Path by) throws IOException {
    for (var name : List.of(ClusterTls.CERTIFICATE, ClusterTls.KEY)) {
      Files.copy(by.resolve(name), files.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static X509Certificate certificate(Path files) throws Exception {
    return read(files.resolve(ClusterTls.CERTIFICATE));
  }

  private static X509Certificate read(Path file) throws Exception {
    try (var in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private static PrivateKey key(Path files) throws Exception {
    var base64 =
        Files.readString(files.resolve(ClusterTls.KEY)).replaceAll("-----[A-Z ]+-----|\\s", "");
    return KeyFactory.getInstance("RSA")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
  }

  /** The certificate that the node shows to a peer that connects now. */
  private static X509Certificate shown(ActorSystem<Void> to) throws Exception {
    var files = directory.resolve("b");
    var key = key(files);
    var store = KeyStore.getInstance("PKCS12");
    store.load(null);
    store.setKeyEntry("node", key, new char[0], new X509Certificate[] {certificate(files)});
    var managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(store, new char[0]);
    return speak(to, managers.getKeyManagers());
  }

  /** Shakes hands, and waits for what the node has to say about that. */
  private static X509Certificate speak(ActorSystem<Void> to, KeyManager[] keys) throws IOException {
    var address = Cluster.get(to).selfMember().address();
    var host = address.getHost().orElseThrow();
    var port = address.getPort().orElseThrow();
    try (var plain = new Socket(host, port);
        var socket =
            (SSLSocket) context(keys).getSocketFactory().createSocket(plain, host, port, true)) {
      socket.setSoTimeout(2000);
      socket.startHandshake();
      try {
        if (socket.getInputStream().read() < 0) {
          throw new IOException("The node has hung up.");
        }
      } catch (SocketTimeoutException itListens) {
        // It waits for us to speak.
      }
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  private static SSLContext context(KeyManager[] keys) {
    try {
      var trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null);
      trusted.setCertificateEntry("ca", read(directory.resolve("a").resolve(ClusterTls.CA)));
      var trust = TrustManagerFactory.getInstance("PKIX");
      trust.init(trusted);
      var context = SSLContext.getInstance("TLSv1.3");
      context.init(keys, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    } catch (Exception e) {
      throw new AssertionError("Expected the authority's certificate.", e);
    }
  }
}
