package dev.pawl.load.benchmark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pawl.protocol.signature.Credentials;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** HTTP requests as bytes. */
final class Requests {

  /** With the two numbers before it, about 200 bytes. */
  private static final String REST =
      "\\\"customer\\\":\\\"Ada Lovelace, 12 St James's"
          + " Square\\\",\\\"article\\\":\\\"4711-blue-xl\\\",\\\"quantity\\\":12,\\\"price\\\":19.99,\\\"currency\\\":\\\"EUR\\\",\\\"note\\\":\\\"please"
          + " ring twice\\\"}";

  private final String host;
  private final Optional<Credentials> credentials = Credentials.of(System.getenv());

  private Requests(String host) {
    this.host = host;
  }

  /** What is sent to this node. */
  static Requests to(InetSocketAddress node) {
    return new Requests(node.getHostString() + ":" + node.getPort());
  }

  /** Of a name of its own, so that asked again it is the same execution. */
  byte[] start(String stateMachineArn, int client, long turn) {
    var input = "{\\\"client\\\":" + client + ",\\\"turn\\\":" + turn + "," + REST;
    return request(
        "StartExecution",
        "{\"stateMachineArn\":\""
            + stateMachineArn
            + "\",\"name\":\""
            + client
            + "-"
            + turn
            + "\",\"input\":\""
            + input
            + "\"}");
  }

  byte[] startDue(String stateMachineArn, Instant due) {
    return request(
        "StartExecution",
        "{\"stateMachineArn\":\""
            + stateMachineArn
            + "\",\"input\":\"{\\\"due\\\":\\\""
            + due
            + "\\\"}\"}");
  }

  byte[] poll(String activityArn) {
    return request("GetActivityTask", "{\"activityArn\":\"" + activityArn + "\"}");
  }

  /** Token and output are the inside of JSON strings, escapes and all. */
  byte[] success(String token, String output) {
    return request(
        "SendTaskSuccess", "{\"taskToken\":\"" + token + "\",\"output\":\"" + output + "\"}");
  }

  /** The headers that sign it, if the environment has an access key. */
  private String signature(String operation, byte[] body) {
    if (credentials.isEmpty()) {
      return "";
    }
    var headers =
        Map.of(
            "Content-Type",
            "application/x-amz-json-1.0",
            "X-Amz-Target",
            "AWSStepFunctions." + operation);
    var lines = new StringBuilder();
    credentials
        .get()
        .headers("states", "POST", URI.create("http://" + host + "/"), headers, body, Instant.now())
        .forEach((name, value) -> lines.append(name).append(": ").append(value).append("\r\n"));
    return lines.toString();
  }

  private byte[] request(String operation, String body) {
    var bytes = body.getBytes(UTF_8);
    var head =
        "POST / HTTP/1.1\r\nHost: "
            + host
            + "\r\nX-Amz-Target: AWSStepFunctions."
            + operation
            + "\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: "
            + bytes.length
            + "\r\namz-sdk-invocation-id: "
            + UUID.randomUUID()
            + "\r\n"
            + signature(operation, bytes)
            + "\r\n";
    var whole = new byte[head.length() + bytes.length];
    System.arraycopy(head.getBytes(ISO_8859_1), 0, whole, 0, head.length());
    System.arraycopy(bytes, 0, whole, head.length(), bytes.length);
    return whole;
  }
}
