package dev.pawl.node.api;

import java.util.Map;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** HTTP answers out of bytes. */
final class Bodies {

  static final ContentType JSON = ContentTypes.APPLICATION_JSON;

  private Bodies() {}

  static ContentType contentType(String text) {
    return ContentTypes.parse(text);
  }

  static HttpResponse response(int status, ContentType type, byte[] body) {
    return HttpResponse.create()
        .withStatus(StatusCodes.get(status))
        .withEntity(HttpEntities.create(type, body));
  }

  static HttpResponse with(HttpResponse response, Map<String, String> headers) {
    var result = response;
    for (var header : headers.entrySet()) {
      result = result.addHeader(RawHeader.create(header.getKey(), header.getValue()));
    }
    return result;
  }
}
