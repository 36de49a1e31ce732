package dev.pawl.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.pawl.node.boot.NodeSettings;
import dev.pawl.node.boot.PawlNode;
import dev.pawl.node.cli.cluster.ThrowAwayCertificates;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gRPC port with a certificate of its own. */
class GrpcTlsTest {

  private static final byte[] NODE = {};
  private static final String CHECK = "grpc.health.v1.Health/Check";
  private static final String SERVING = "\b\1"; // field 1 = 1

  @Test
  void callsComeOverTlsAndOnlyOverTls(@TempDir Path directory)
      throws IOException, InterruptedException {
    var certificates = directory.resolve("certificates");
    try (var authority = ThrowAwayCertificates.authority()) {
      authority.issue(certificates);
    }
    try (var node = start(directory.resolve("data"), certificates)) {
      var port = node.grpcAddress().orElseThrow().getPort();
      var trusting =
          NettyChannelBuilder.forAddress("127.0.0.1", port)
              .overrideAuthority("pawl")
              .sslContext(
                  GrpcSslContexts.forClient()
                      .trustManager(certificates.resolve("ca.crt").toFile())
                      .build())
              .build();

      assertThat(RawCall.ask(trusting, CHECK, NODE)).isEqualTo(SERVING);
      assertThat(RawCall.ask(port, CHECK, NODE)).contains("UNAVAILABLE");
    }
  }

  @Test
  void aNodeWithoutItsCertificateDoesNotStart(@TempDir Path directory) throws IOException {
    var empty = Files.createDirectory(directory.resolve("certificates"));

    assertThatThrownBy(() -> start(directory.resolve("data"), empty))
        .hasMessageContaining("pawl.grpc.tls-directory")
        .hasMessageContaining("tls.crt");
  }

  private static PawlNode start(Path data, Path certificates) {
    var grpc =
        ConfigFactory.parseMap(
            Map.of(GrpcSettings.PORT, 0, GrpcSettings.TLS_DIRECTORY, certificates.toString()));
    return PawlNode.start(NodeSettings.of(data, "127.0.0.1", 0).with(grpc));
  }
}
