package dev.pawl.node.task;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The HTTP answer of a service as the SDK shows it to an optimized integration; recorded with every
 * one.
 */
final class SdkMetadata {
  private SdkMetadata() {}

  /** Now, as a {@code Date} header says it. */
  static String date(Clock clock) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.instant().atZone(ZoneOffset.UTC));
  }

  /** Adds {@code SdkHttpMetadata} and {@code SdkResponseMetadata}. */
  static void put(ObjectNode output, int status, ObjectNode headers, String requestId) {
    var metadata = output.putObject("SdkHttpMetadata");
    var all = metadata.putObject("AllHttpHeaders");
    headers.properties().forEach(header -> all.putArray(header.getKey()).add(header.getValue()));
    metadata.set("HttpHeaders", headers);
    metadata.put("HttpStatusCode", status);
    output.putObject("SdkResponseMetadata").put("RequestId", requestId);
  }
}
