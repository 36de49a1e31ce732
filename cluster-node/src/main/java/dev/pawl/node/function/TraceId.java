package dev.pawl.node.function;

/** X-Ray's trace header: always there and never sampled, because handlers and SDKs look for it. */
final class TraceId {
  private TraceId() {}

  static String of(String uuid, long epochMillis) {
    String hex = uuid.replace("-", "");
    return "Root=1-%08x-%s;Parent=%s;Sampled=0"
        .formatted(epochMillis / 1000, hex.substring(0, 24), hex.substring(16));
  }
}
