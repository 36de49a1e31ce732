package dev.pawl.node.trace;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * X-Ray's trace header, {@code Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;
 * Sampled=1}, and W3C's {@code traceparent}, which say the same. An X-Ray root without its dashes
 * is a trace id of OpenTelemetry.
 *
 * @param traceId 32 hexadecimal digits
 * @param spanId of the caller, 16 hexadecimal digits; null where it does not say
 * @param sampled whether it is to be kept; null where the caller leaves that to others
 */
record TraceHeader(String traceId, @Nullable String spanId, @Nullable Boolean sampled) {

  private static final Pattern ROOT = Pattern.compile("1-([0-9a-f]{8})-([0-9a-f]{24})");
  private static final Pattern SPAN = Pattern.compile("[0-9a-f]{16}");
  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?");
  private static final int TIME_DIGITS = 8;
  private static final String NO_TRACE = "0".repeat(32);
  private static final String NO_SPAN = "0".repeat(16);

  /** Empty if it is not such a header: it then says nothing, as with AWS. */
  static Optional<TraceHeader> ofXRay(String text) {
    var parts = parts(text);
    var root = ROOT.matcher(parts.getOrDefault("root", ""));
    if (!root.matches()) {
      return Optional.empty();
    }
    var parent = parts.getOrDefault("parent", "");
    var sampled = parts.get("sampled");
    return checked(
        root.group(1) + root.group(2),
        SPAN.matcher(parent).matches() && !parent.equals(NO_SPAN) ? parent : null,
        "1".equals(sampled) ? Boolean.TRUE : "0".equals(sampled) ? Boolean.FALSE : null);
  }

  private static Map<String, String> parts(String text) {
    var parts = new HashMap<String, String>();
    for (var part : text.split(";", -1)) {
      var equals = part.indexOf('=');
      if (equals > 0) {
        parts.put(
            part.substring(0, equals).strip().toLowerCase(Locale.ROOT),
            part.substring(equals + 1).strip().toLowerCase(Locale.ROOT));
      }
    }
    return parts;
  }

  /** Empty if it is not such a header. */
  static Optional<TraceHeader> ofTraceparent(String text) {
    var header = TRACEPARENT.matcher(text.strip());
    if (!header.matches() || header.group(2).equals(NO_SPAN)) {
      return Optional.empty();
    }
    var sampled = (Integer.parseInt(header.group(3), 16) & 1) == 1;
    return checked(header.group(1), header.group(2), sampled);
  }

  private static Optional<TraceHeader> checked(
      String traceId, @Nullable String spanId, @Nullable Boolean sampled) {
    return traceId.equals(NO_TRACE)
        ? Optional.empty()
        : Optional.of(new TraceHeader(traceId, spanId, sampled));
  }

  /** As X-Ray writes it. */
  String xRay() {
    return "Root=1-"
        + traceId.substring(0, TIME_DIGITS)
        + "-"
        + traceId.substring(TIME_DIGITS)
        + (spanId == null ? "" : ";Parent=" + spanId)
        + (sampled == null ? "" : sampled ? ";Sampled=1" : ";Sampled=0");
  }
}
