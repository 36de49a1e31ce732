package dev.pawl.node.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.pawl.node.cli.client.AwsClient;
import dev.pawl.node.cli.client.AwsError;
import dev.pawl.node.cli.client.Names;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Calls a function once. */
@Command(
    name = "invoke",
    description = {"Call a function.", "", "Prints what it returns; exits with 1 if it throws."},
    footer = {
      "  pawl invoke order-ship --payload @event.json",
      "  pawl invoke hello --payload '{\"name\":\"Ada\"}' --log",
      "  pawl invoke nightly-report --async"
    })
final class InvokeCommand extends NodeCommand {

  @Parameters(paramLabel = "FUNCTION", description = "Name or ARN of the function.")
  private String function = "";

  @Option(names = "--payload", paramLabel = JsonInput.FORMS, description = "The event. Default: {}")
  private String payload = "{}";

  @Option(names = "--async", description = "Do not wait for the answer.")
  private boolean async;

  @Option(names = "--log", description = "Show what the function printed, on standard error.")
  private boolean log;

  @Override
  int run(AwsClient aws, Names names) throws AwsError, IOException {
    var headers = new LinkedHashMap<String, String>();
    headers.put("X-Amz-Invocation-Type", async ? "Event" : "RequestResponse");
    if (log) {
      headers.put("X-Amz-Log-Type", "Tail");
    }
    var answer =
        aws.lambda(
            "POST",
            "/2015-03-31/functions/" + AwsClient.segment(function) + "/invocations",
            JsonInput.read(payload, "--payload"),
            headers);
    tellLog(answer.headers().get("x-amz-log-result"));
    var error = answer.headers().get("x-amz-function-error");
    print(answer, error);
    return error == null ? ExitCode.OK : ExitCode.BAD_ANSWER;
  }

  private void print(AwsClient.Answer answer, @Nullable String error) {
    if (json()) {
      var all = AwsClient.object().put("StatusCode", answer.status());
      if (error != null) {
        all.put("FunctionError", error);
      }
      all.set("Payload", payload(answer.body()));
      printJson(all);
    } else if (async) {
      print("accepted");
    } else {
      print(answer.body());
    }
    if (error != null && !json()) {
      tell("pawl: the function failed (" + error + ")");
    }
  }

  private void tellLog(@Nullable String base64) {
    if (base64 != null) {
      var text = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
      tell(text.stripTrailing());
    }
  }

  private static JsonNode payload(String body) {
    try {
      return new ObjectMapper().readTree(body);
    } catch (JsonProcessingException e) {
      return TextNode.valueOf(body);
    }
  }
}
