package dev.pawl.protocol.signature;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What of a request a signature covers, its body apart.
 *
 * @param path as it came, percent-encoded
 * @param query as it came, without the question mark; may be empty
 * @param headers by lower-case name; several of one name are joined by commas
 * @param contentTypes how the client may have written its Content-Type: the server has read it, and
 *     its spelling is lost. One of them is what was signed
 */
public record Signable(
    String method,
    String path,
    String query,
    Map<String, String> headers,
    List<String> contentTypes) {

  public Signable {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    contentTypes = List.copyOf(contentTypes);
  }

  public @Nullable String header(String lowerCaseName) {
    return headers.get(lowerCaseName);
  }

  public Signable withContentType(String contentType) {
    var changed = new LinkedHashMap<>(headers);
    changed.put("content-type", contentType);
    return new Signable(method, path, query, changed, List.of());
  }
}
