package dev.pawl.load.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * On which node each execution is in memory, as the nodes say. Asked just before a fault, so that
 * the report can tell the executions that lost their node from all others.
 */
final class Whereabouts {

  private static final Duration ANSWER_MAX = Duration.ofSeconds(5);
  private static final ObjectMapper JSON = new ObjectMapper();

  private Whereabouts() {}

  /** Number of the node by name of the execution; a node that does not answer has none. */
  static Map<String, Integer> ask(List<URI> nodes) throws InterruptedException {
    var where = new HashMap<String, Integer>();
    try (var http = HttpClient.newHttpClient()) {
      for (var i = 0; i < nodes.size(); i++) {
        var number = i + 1;
        for (var arn : executions(http, nodes.get(i))) {
          where.put(name(arn.asText()), number);
        }
      }
    }
    return where;
  }

  private static JsonNode executions(HttpClient http, URI node) throws InterruptedException {
    var request =
        HttpRequest.newBuilder(node.resolve("/_pawl/executions")).timeout(ANSWER_MAX).build();
    try {
      var answer = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
      return JSON.readTree(answer).path("executions");
    } catch (IOException away) {
      return JSON.createArrayNode();
    }
  }

  private static String name(String arn) {
    return arn.substring(arn.lastIndexOf(':') + 1);
  }
}
