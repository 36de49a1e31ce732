package dev.pawl.load.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.load.node.AwsClient;

/** The tests of logging configurations. */
final class LoggingScript implements Scene.Script {

  private static final String GROUP =
      "arn:aws:logs:us-east-1:000000000000:log-group:log_group_name:*";

  private final Scene scene;

  LoggingScript(Scene scene) {
    this.scene = scene;
  }

  @Override
  public JsonNode call(String answer, JsonNode recorded) {
    return switch (answer) {
      case "creation_resp" -> scene.create(with(logging(scene.next(answer, "describe_resp"))));
      case "exception" -> scene.create(with(refused()));
      case "describe_resp" -> scene.describe(scene.machine());
      case "describe_resp_log_level", "describe_resp_no_change", "describe_resp_flag" -> {
        scene.update(with(logging(recorded)));
        yield scene.describe(scene.machine());
      }
      case "exception_multiple_endpoints" -> scene.update(with(twoDestinations()));
      case "exception_invalid" -> scene.update(with(level()));
      default -> throw new NotAtHand("call whose answer is " + answer);
    };
  }

  private static ObjectNode with(ObjectNode logging) {
    var request = AwsClient.object();
    request.set("loggingConfiguration", logging);
    return request;
  }

  /** As described, with the name of the log group unmasked. */
  private static ObjectNode logging(JsonNode described) {
    ObjectNode logging = described.path("loggingConfiguration").deepCopy();
    if (!logging.path("destinations").isEmpty()) {
      destination(logging);
    }
    return logging;
  }

  private ObjectNode refused() {
    return switch (scene.recording.name() + scene.recording.parameter()) {
      case "test_multiple_destinations" -> twoDestinations();
      case "test_invalid_logging_configurationlogging_configuration0" -> level();
      case "test_invalid_logging_configurationlogging_configuration1" -> {
        var logging = level();
        logging.putArray("destinations");
        yield logging;
      }
      case "test_invalid_logging_configurationlogging_configuration2" -> {
        var logging = level();
        logging.putArray("destinations").addObject();
        yield logging;
      }
      default -> throw new NotAtHand("CloudWatch Logs, which knows the log groups");
    };
  }

  private static ObjectNode level() {
    return AwsClient.object().put("level", "ALL");
  }

  private static ObjectNode twoDestinations() {
    var logging = level();
    destination(logging);
    logging.withArray("destinations").add(logging.path("destinations").get(0).deepCopy());
    return logging;
  }

  private static void destination(ObjectNode logging) {
    logging
        .putArray("destinations")
        .addObject()
        .putObject("cloudWatchLogsLogGroup")
        .put("logGroupArn", GROUP);
  }
}
