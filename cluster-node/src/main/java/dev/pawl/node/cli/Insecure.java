package dev.pawl.node.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Map;

/** The option {@code --insecure} as configuration. */
final class Insecure {
  private Insecure() {}

  /** Without the option the environment and the configuration decide. */
  static Config config(boolean insecure) {
    return insecure
        ? ConfigFactory.parseMap(Map.of("pawl.api.insecure", true))
        : ConfigFactory.empty();
  }
}
