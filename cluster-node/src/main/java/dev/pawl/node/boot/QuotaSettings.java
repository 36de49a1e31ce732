package dev.pawl.node.boot;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.pawl.engine.execution.Quotas;
import java.util.Map;

/** The block {@code pawl.quotas}, and what follows from it elsewhere. */
final class QuotaSettings {

  private static final String FRAME = "pekko.remote.artery.advanced.maximum-frame-size";
  private static final String BUFFERS = "pekko.remote.artery.advanced.buffer-pool-size";

  /** What a message holds besides its largest payload. */
  private static final long REST_BYTES = 1 << 20;

  private static final int LARGE_BUFFERS = 4;

  private QuotaSettings() {}

  /** What {@code reference.conf} explains key by key. */
  static Quotas quotas(Config quotas) {
    return new Quotas(
        quotas.getInt("history-events"),
        bytes(quotas, "payload-size"),
        quotas.getInt("decision-events"),
        bytes(quotas, "decision-size"),
        quotas.getInt("inline-map-concurrency"),
        quotas.getDuration("execution-duration"),
        quotas.getDuration("express-execution-duration"),
        bytes(quotas, "definition-size"));
  }

  private static int bytes(Config quotas, String key) {
    return Math.toIntExact(quotas.getBytes(key));
  }

  /**
   * A legal payload fits into one message between nodes. Buffers are as large as the largest
   * message and lie outside the heap, so few are kept where they are large.
   */
  static Config frames(Config config) {
    var needed = config.getBytes("pawl.quotas.payload-size") + REST_BYTES;
    return needed <= config.getBytes(FRAME)
        ? ConfigFactory.empty()
        : ConfigFactory.parseMap(Map.of(FRAME, needed + " B", BUFFERS, LARGE_BUFFERS));
  }
}
