package dev.pawl.node.cli.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.node.cli.client.AwsClient;
import dev.pawl.node.cli.client.AwsError;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The functions of a node, as far as a deployment changes them. */
final class RemoteFunctions {

  private static final String FUNCTIONS = "/2015-03-31/functions";
  private static final int READY_ATTEMPTS = 300;
  private static final long READY_PAUSE_MILLIS = 100;

  private final AwsClient aws;
  private final String role;

  RemoteFunctions(AwsClient aws, String role) {
    this.aws = aws;
    this.role = role;
  }

  /**
   * Creates the function, or updates what differs: its code, its configuration, its reserved
   * concurrency.
   */
  Deployment.Step put(
      String name, FunctionDescription description, Map<String, String> environment, byte[] zip)
      throws AwsError, IOException {
    var wanted = configuration(description, environment);
    var existing = find(name);
    if (existing == null) {
      create(name, wanted, zip);
      reserve(name, description.reservedConcurrency(), null);
      return step(name, "created", ready(name));
    }
    var changes = new ArrayList<String>();
    if (!existing.path("Configuration").path("CodeSha256").asText().equals(sha256(zip))) {
      aws.lambda("PUT", path(name) + "/code", AwsClient.object().put("ZipFile", base64(zip)));
      ready(name);
      changes.add("code");
    }
    if (differs(existing.path("Configuration"), wanted)) {
      aws.lambda("PUT", path(name) + "/configuration", wanted);
      changes.add("configuration");
    }
    if (reserve(name, description.reservedConcurrency(), reserved(existing))) {
      changes.add("concurrency");
    }
    var change = changes.isEmpty() ? "unchanged" : "updated " + String.join(", ", changes);
    return step(name, change, ready(name));
  }

  /** The ARNs of all functions by name. */
  Map<String, String> arns() throws AwsError, IOException {
    var arns = new LinkedHashMap<String, String>();
    var marker = "";
    do {
      var query = marker.isEmpty() ? "" : "?Marker=" + AwsClient.segment(marker);
      var page = aws.lambda("GET", FUNCTIONS + "/" + query, null);
      page.path("Functions")
          .forEach(f -> arns.put(f.path("FunctionName").asText(), f.path("FunctionArn").asText()));
      marker = page.path("NextMarker").asText("");
    } while (!marker.isEmpty());
    return arns;
  }

  private @Nullable JsonNode find(String name) throws AwsError, IOException {
    try {
      return aws.lambda("GET", path(name), null);
    } catch (AwsError e) {
      if (e.code().startsWith("ResourceNotFound")) {
        return null;
      }
      throw e;
    }
  }

  private void create(String name, ObjectNode configuration, byte[] zip)
      throws AwsError, IOException {
    var request = configuration.deepCopy().put("FunctionName", name).put("Role", role);
    request.putObject("Code").put("ZipFile", base64(zip));
    aws.lambda("POST", FUNCTIONS, request);
  }

  /** Waits until the function may be called, and gives its ARN. */
  private String ready(String name) throws AwsError, IOException {
    for (int attempt = 1; ; attempt++) {
      var configuration = aws.lambda("GET", path(name), null).path("Configuration");
      var pending =
          configuration.path("State").asText().equals("Pending")
              || configuration.path("LastUpdateStatus").asText().equals("InProgress");
      if (!pending || attempt == READY_ATTEMPTS) {
        return configuration.path("FunctionArn").asText();
      }
      try {
        Thread.sleep(READY_PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }

  private boolean reserve(String name, @Nullable Integer wanted, @Nullable Integer existing)
      throws AwsError, IOException {
    if (Objects.equals(wanted, existing)) {
      return false;
    }
    var path = "/2017-10-31/functions/" + AwsClient.segment(name) + "/concurrency";
    if (wanted == null) {
      aws.lambda("DELETE", path, null);
    } else {
      aws.lambda("PUT", path, AwsClient.object().put("ReservedConcurrentExecutions", wanted));
    }
    return true;
  }

  private static @Nullable Integer reserved(JsonNode function) {
    var reserved = function.path("Concurrency").path("ReservedConcurrentExecutions");
    return reserved.isInt() ? reserved.asInt() : null;
  }

  private static ObjectNode configuration(
      FunctionDescription description, Map<String, String> environment) {
    var configuration =
        AwsClient.object()
            .put("Runtime", description.runtime())
            .put("Handler", description.handler())
            .put("Timeout", description.timeout())
            .put("MemorySize", description.memory())
            .put("Description", Objects.requireNonNullElse(description.description(), ""));
    var variables = configuration.putObject("Environment").putObject("Variables");
    environment.forEach(variables::put);
    return configuration;
  }

  private static boolean differs(JsonNode existing, ObjectNode wanted) {
    for (var member : wanted.properties()) {
      var there = existing.path(member.getKey());
      // A function without variables has no Environment.
      var empty =
          there.isMissingNode()
              && member.getValue().path("Variables").isEmpty()
              && member.getKey().equals("Environment");
      if (!empty && !there.equals(member.getValue())) {
        return true;
      }
    }
    return false;
  }

  private static String sha256(byte[] zip) {
    try {
      return base64(MessageDigest.getInstance("SHA-256").digest(zip));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String path(String name) {
    return FUNCTIONS + "/" + AwsClient.segment(name);
  }

  private static Deployment.Step step(String name, String change, String arn) {
    return new Deployment.Step("function", name, change, arn);
  }
}
