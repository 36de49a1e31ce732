package dev.pawl.node.cli;

import dev.pawl.node.cli.client.Authorities;
import dev.pawl.node.cli.client.AwsClient;
import dev.pawl.node.cli.client.AwsError;
import dev.pawl.node.cli.client.Names;
import dev.pawl.protocol.signature.Credentials;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A command that speaks to a running node. */
abstract class NodeCommand extends PawlCommand {

  static final String DEFAULT_ENDPOINT = "http://127.0.0.1:4566";

  private static final Set<String> SCHEMES = Set.of("http", "https");

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      order = 80,
      description =
          "The node to speak to. Otherwise PAWL_ENDPOINT, AWS_ENDPOINT_URL, or "
              + DEFAULT_ENDPOINT
              + ".")
  private @Nullable String endpoint;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      order = 81,
      description =
          "For a node that speaks TLS: the certificates of the authorities to believe, in PEM."
              + " Otherwise PAWL_CA_FILE, AWS_CA_BUNDLE, or those of the JVM.")
  private @Nullable Path authorities;

  /** Does the work and says how it went, as an {@link ExitCode}. */
  abstract int run(AwsClient aws, Names names) throws AwsError, IOException, InterruptedException;

  @Override
  public final Integer call() throws AwsError, IOException, InterruptedException {
    var environment = System.getenv();
    var aws =
        new AwsClient(
            endpoint(endpoint, environment), Credentials.of(environment), tls(environment));
    return run(aws, new Names(aws));
  }

  private Optional<SSLContext> tls(Map<String, String> environment) {
    var named = environment.getOrDefault("PAWL_CA_FILE", environment.get("AWS_CA_BUNDLE"));
    var file = authorities == null && named != null ? Path.of(named) : authorities;
    if (file == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Authorities.of(file));
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.LOCAL, "Expected to read the authorities to believe, but: " + e.getMessage(), e);
    }
  }

  static URI endpoint(@Nullable String option, Map<String, String> environment) {
    var text =
        option != null
            ? option
            : environment.getOrDefault(
                "PAWL_ENDPOINT", environment.getOrDefault("AWS_ENDPOINT_URL", DEFAULT_ENDPOINT));
    try {
      var uri = new URI(text.contains("://") ? text : "http://" + text);
      if (uri.getHost() != null && SCHEMES.contains(uri.getScheme())) {
        return uri;
      }
      throw noEndpoint(text, null);
    } catch (URISyntaxException e) {
      throw noEndpoint(text, e);
    }
  }

  private static CommandFailure noEndpoint(String text, @Nullable Exception e) {
    return new CommandFailure(
        ExitCode.USAGE,
        "Expected an endpoint such as " + DEFAULT_ENDPOINT + ", but found '" + text + "'.",
        e);
  }
}
