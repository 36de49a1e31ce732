package dev.pawl.node.function;

import dev.pawl.node.function.RuntimeApi.Answer;
import dev.pawl.node.function.RuntimeApi.Report;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One HTTP/1.1 connection of a runtime: one request after the other. */
final class RuntimeApiConnection {
  private static final String VERSION = "/2018-06-01/runtime/";
  private static final Pattern REPORT = Pattern.compile("invocation/([^/]+)/(response|error)");
  private static final String ERROR_TYPE = "lambda-runtime-function-error-type";
  private static final String ERROR_BODY = "lambda-runtime-function-error-body";
  private static final Map<Integer, String> REASONS =
      Map.of(
          200, "OK",
          202, "Accepted",
          400, "Bad Request",
          403, "Forbidden",
          404, "Not Found",
          413, "Request Entity Too Large");

  private final BufferedInputStream in;
  private final OutputStream out;
  private final RuntimeApi api;
  private final int bodyBytesMax;

  RuntimeApiConnection(Socket socket, RuntimeApi api, int bodyBytesMax) throws IOException {
    this.in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
    this.out = new BufferedOutputStream(socket.getOutputStream(), 16 * 1024);
    this.api = api;
    this.bodyBytesMax = bodyBytesMax;
  }

  /** Returns when the runtime closes the connection. */
  void serve() throws IOException {
    boolean open = true;
    while (open) {
      HttpRequest request = HttpRequest.read(in, out, bodyBytesMax);
      if (request == null) {
        return;
      }
      open = request.keepAlive();
      write(route(request), open);
    }
  }

  private Answer route(HttpRequest request) {
    if (!request.path().startsWith(VERSION)) {
      return notFound(request);
    }
    String call = request.method() + " " + request.path().substring(VERSION.length());
    return switch (call) {
      case "GET invocation/next" -> api.next();
      case "POST init/error" -> api.initError(report("", request));
      // SnapStart's calls: our environments are never restored from a snapshot.
      case "GET restore/next", "POST restore/error" -> Answer.INVALID_STATE;
      default -> invocationReport(request);
    };
  }

  private Answer invocationReport(HttpRequest request) {
    Matcher path = REPORT.matcher(request.path().substring(VERSION.length()));
    if (!request.method().equals("POST") || !path.matches()) {
      return notFound(request);
    }
    Report report = report(path.group(1), request);
    // A streamed response that broke off says so in its trailers.
    boolean failed = path.group(2).equals("error") || request.header(ERROR_BODY) != null;
    return failed ? api.error(report) : api.response(report);
  }

  private static Report report(String requestId, HttpRequest request) {
    return new Report(
        requestId,
        request.header("lambda-runtime-invocation-id"),
        request.header(ERROR_TYPE),
        body(request, request.header(ERROR_BODY)),
        request.tooLarge());
  }

  private static byte[] body(HttpRequest request, @Nullable String errorBody) {
    try {
      return errorBody == null ? request.body() : Base64.getDecoder().decode(errorBody);
    } catch (IllegalArgumentException notBase64) {
      return request.body();
    }
  }

  private static Answer notFound(HttpRequest request) {
    return Answer.problem(
        404,
        "NotFound",
        "Expected a call of the Runtime API 2018-06-01, but found "
            + request.method()
            + " "
            + request.path());
  }

  private void write(Answer answer, boolean keepAlive) throws IOException {
    StringBuilder head = new StringBuilder("HTTP/1.1 ").append(answer.status()).append(' ');
    head.append(REASONS.getOrDefault(answer.status(), "")).append("\r\n");
    answer.headers().forEach((k, v) -> head.append(k).append(": ").append(v).append("\r\n"));
    head.append("Content-Length: ").append(answer.body().length).append("\r\n");
    head.append(keepAlive ? "\r\n" : "Connection: close\r\n\r\n");
    out.write(head.toString().getBytes(StandardCharsets.UTF_8));
    out.write(answer.body());
    out.flush();
  }
}
