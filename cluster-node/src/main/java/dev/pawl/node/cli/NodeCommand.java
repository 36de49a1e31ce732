package dev.pawl.node.cli;

import dev.pawl.node.cli.client.AwsClient;
import dev.pawl.node.cli.client.AwsError;
import dev.pawl.node.cli.client.Names;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A command that speaks to a running node. */
abstract class NodeCommand extends PawlCommand {

  static final String DEFAULT_ENDPOINT = "http://127.0.0.1:4566";

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      order = 80,
      description =
          "The node to speak to. Otherwise PAWL_ENDPOINT, AWS_ENDPOINT_URL, or "
              + DEFAULT_ENDPOINT
              + ".")
  private @Nullable String endpoint;

  /** Does the work and says how it went, as an {@link ExitCode}. */
  abstract int run(AwsClient aws, Names names) throws AwsError, IOException, InterruptedException;

  @Override
  public final Integer call() throws AwsError, IOException, InterruptedException {
    var aws = new AwsClient(endpoint(endpoint, System.getenv()));
    return run(aws, new Names(aws));
  }

  static URI endpoint(@Nullable String option, Map<String, String> environment) {
    var text =
        option != null
            ? option
            : environment.getOrDefault(
                "PAWL_ENDPOINT", environment.getOrDefault("AWS_ENDPOINT_URL", DEFAULT_ENDPOINT));
    var uri = URI.create(text.contains("://") ? text : "http://" + text);
    if (uri.getHost() == null || !uri.getScheme().startsWith("http")) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "Expected an endpoint such as " + DEFAULT_ENDPOINT + ", but found '" + text + "'.");
    }
    return uri;
  }
}
