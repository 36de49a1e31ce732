package dev.pawl.node.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Map;

/** A good answer. */
public sealed interface Reply {

  /** Members as JSON, with the status of the operation's shape. */
  record Members(JsonNode json) implements Reply {}

  /** No members: an empty object for AWS JSON, an empty body for REST. */
  record Empty() implements Reply {}

  /** A body that is handed over as it is. */
  @SuppressWarnings("ArrayRecordComponent") // A body is bytes; replies are never compared.
  record Raw(int status, Map<String, String> headers, String contentType, byte[] body)
      implements Reply {}

  static Reply of(JsonNode json) {
    return new Members(json);
  }

  static Reply empty() {
    return new Empty();
  }

  /** The members of an answer. */
  default JsonNode json() {
    return this instanceof Members members ? members.json() : JsonNodeFactory.instance.objectNode();
  }
}
