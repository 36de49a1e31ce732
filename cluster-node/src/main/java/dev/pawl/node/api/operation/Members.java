package dev.pawl.node.api.operation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Members of answers as AWS JSON writes them: seconds since 1970 for times, and nothing for what is
 * absent.
 */
public final class Members {

  private static final int MILLIS_SCALE = 3;

  private Members() {}

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  public static ObjectNode time(ObjectNode node, String member, @Nullable Instant time) {
    if (time != null) {
      node.put(member, BigDecimal.valueOf(time.toEpochMilli(), MILLIS_SCALE));
    }
    return node;
  }

  public static ObjectNode text(ObjectNode node, String member, @Nullable String text) {
    if (text != null) {
      node.put(member, text);
    }
    return node;
  }
}
