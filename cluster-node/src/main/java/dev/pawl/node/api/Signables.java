package dev.pawl.node.api;

import dev.pawl.protocol.signature.Signable;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/** What a signature covers, out of requests as the HTTP server has read them. */
final class Signables {

  private Signables() {}

  static Signable of(HttpRequest request) {
    var target = target(request);
    var question = target.indexOf('?');
    return new Signable(
        request.method().value(),
        question < 0 ? target : target.substring(0, question),
        question < 0 ? "" : target.substring(question + 1),
        headers(request),
        contentTypes(request));
  }

  private static Map<String, String> headers(HttpRequest request) {
    var headers = new LinkedHashMap<String, String>();
    request
        .getHeaders()
        .forEach(header ->
            headers.merge(header.lowercaseName(), header.value(), (one, next) -> one + "," + next));
    // The server has taken these two out.
    var length = request.entity().getContentLengthOption();
    length.ifPresent(bytes -> headers.put("content-length", Long.toString(bytes)));
    headers.put("content-type", request.entity().getContentType().toString());
    return headers;
  }

  /** The target of the first line: an absolute one names the host too. */
  private static String target(HttpRequest request) {
    var raw =
        request
            .getHeader("Raw-Request-URI")
            .map(header -> header.value())
            .orElseGet(() -> request.getUri().toString());
    var host = raw.indexOf("://");
    if (raw.startsWith("/") || host < 0) {
      return raw;
    }
    var path = raw.indexOf('/', host + 3);
    return path < 0 ? "/" : raw.substring(path);
  }

  /**
   * The server writes names of charsets its own way; botocore signs {@code
   * application/x-www-form-urlencoded; charset=utf-8}, others do without the blank.
   */
  private static List<String> contentTypes(HttpRequest request) {
    var type = request.entity().getContentType().toString();
    var semicolon = type.indexOf(';');
    if (semicolon < 0) {
      // A charset that goes without saying is taken off.
      return List.of(
          type,
          type + "; charset=utf-8",
          type + "; charset=UTF-8",
          type + ";charset=utf-8",
          type + ";charset=UTF-8");
    }
    var name = type.substring(0, semicolon);
    var charset = type.substring(semicolon + 1).strip();
    var lower = charset.toLowerCase(java.util.Locale.ROOT);
    return List.copyOf(
        new LinkedHashSet<>(
            List.of(
                type,
                name + "; " + lower,
                name + ";" + lower,
                name + ";" + charset,
                // A charset that was not said.
                name)));
  }
}
