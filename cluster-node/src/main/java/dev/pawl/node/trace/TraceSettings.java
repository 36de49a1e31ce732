package dev.pawl.node.trace;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * The block {@code pawl.trace}, whose keys say what each of these means.
 *
 * @param endpoint of a collector; empty if there is none
 */
public record TraceSettings(
    String endpoint, double sampling, Duration exportMax, int queueMax, String instance) {

  /**
   * Reads the block {@code pawl.trace}.
   *
   * @param instance names this node
   */
  public static TraceSettings from(Config trace, String instance) {
    var sampling = trace.getDouble("sampling");
    if (sampling < 0 || sampling > 1) {
      throw new IllegalArgumentException(
          "Expected pawl.trace.sampling to be from 0 to 1, but it is " + sampling + ".");
    }
    return new TraceSettings(
        trace.getString("endpoint"),
        sampling,
        trace.getDuration("export-max"),
        trace.getInt("queue-max"),
        instance);
  }
}
