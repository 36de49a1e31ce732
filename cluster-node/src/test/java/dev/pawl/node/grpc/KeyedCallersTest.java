package dev.pawl.node.grpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.pawl.node.api.ApiError;
import dev.pawl.node.api.auth.AccessKeys;
import dev.pawl.node.api.auth.Gate;
import java.time.InstantSource;
import java.util.Base64;
import java.util.concurrent.CompletionException;
import org.apache.pekko.grpc.javadsl.Metadata;
import org.apache.pekko.grpc.javadsl.MetadataBuilder;
import org.junit.jupiter.api.Test;

/** Who may call which method. */
class KeyedCallersTest {

  private static final String SECRET = "0123456789abcdef0123";
  private static final KeyedCallers GUARDED =
      callers(
          """
          access-keys = [
            { id = AKIDADMIN, secret = "0123456789abcdef0123", role = admin }
            { id = AKIDREADER, secret = "0123456789abcdef0123", role = reader }
          ]
          """);

  private static KeyedCallers callers(String config) {
    var api =
        ConfigFactory.parseString(config).withFallback(ConfigFactory.load().getConfig("pawl.api"));
    return new KeyedCallers(new Gate(AccessKeys.of(api), "000000000000", InstantSource.system()));
  }

  private static Metadata authorization(String value) {
    return new MetadataBuilder().addText("authorization", value).build();
  }

  private static String refusal(String method, Metadata metadata) {
    try {
      GUARDED.check(method, metadata).toCompletableFuture().join();
      return "none";
    } catch (CompletionException e) {
      return e.getCause() instanceof ApiError error ? error.type() : e.toString();
    }
  }

  @Test
  void aKeyLetsInByEitherScheme() {
    var basic = Base64.getEncoder().encodeToString(("AKIDREADER:" + SECRET).getBytes(UTF_8));

    assertThat(refusal("pawl.v1.Executions/List", authorization("Basic " + basic)))
        .isEqualTo("none");
    assertThat(refusal("pawl.v1.Executions/List", authorization("Bearer AKIDREADER:" + SECRET)))
        .isEqualTo("none");
  }

  @Test
  void withoutAGoodKeyNobodyComesIn() {
    assertThat(refusal("pawl.v1.Executions/List", new MetadataBuilder().build()))
        .isEqualTo("MissingAuthenticationTokenException");
    assertThat(refusal("pawl.v1.Executions/List", authorization("Bearer AKIDREADER:wrong")))
        .isEqualTo("UnrecognizedClientException");
    assertThat(
            refusal(
                "grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
                new MetadataBuilder().build()))
        .isEqualTo("MissingAuthenticationTokenException");
  }

  @Test
  void theRoleDecides() {
    assertThat(refusal("pawl.v1.Executions/Start", authorization("Bearer AKIDREADER:" + SECRET)))
        .isEqualTo("AccessDeniedException");
    assertThat(refusal("pawl.v1.Executions/Start", authorization("Bearer AKIDADMIN:" + SECRET)))
        .isEqualTo("none");
  }

  @Test
  void healthIsOpen() {
    assertThat(refusal("grpc.health.v1.Health/Check", new MetadataBuilder().build()))
        .isEqualTo("none");
  }

  @Test
  void withoutKeysEverybodyComesIn() {
    var open = callers("access-keys = []");

    assertThat(open.check("pawl.v1.Executions/Start", new MetadataBuilder().build())).isCompleted();
  }
}
