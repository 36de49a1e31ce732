package dev.pawl.node.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.pawl.node.grpc.GrpcSettings;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where gRPC is served: a port, "off", or else one above the port of the AWS APIs. */
record GrpcPortOption(@Nullable String given) {

  static final String OFF = "off";

  String port(int awsPort) {
    if (given == null || given.isEmpty()) {
      return awsPort == 0 ? "0" : Integer.toString(awsPort + 1);
    }
    if (!given.equals(OFF) && !given.matches("\\d{1,5}")) {
      throw new CommandFailure(
          ExitCode.USAGE, "Expected --grpc-port to be a port or off, but it is '" + given + "'.");
    }
    return given;
  }

  Config config(String host, int awsPort) {
    return ConfigFactory.parseMap(
        Map.of(GrpcSettings.PORT, port(awsPort), GrpcSettings.HOST, host));
  }
}
