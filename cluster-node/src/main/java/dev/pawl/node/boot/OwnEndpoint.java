package dev.pawl.node.boot;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;

/** Where functions find the node that runs them, as variables that AWS's SDKs read. */
final class OwnEndpoint {

  private OwnEndpoint() {}

  /**
   * @param tlsDirectory of the AWS port's certificate; if its authority's lies beside it functions
   *     are told to trust it. Empty for no TLS
   */
  static Config of(NodeSettings node, String tlsDirectory) {
    var variables = new HashMap<String, String>();
    var scheme = tlsDirectory.isEmpty() ? "http" : "https";
    variables.put("AWS_ENDPOINT_URL", scheme + "://" + node.host() + ":" + node.awsPort());
    var authority = Path.of(tlsDirectory).resolve(ClusterTls.CA).toAbsolutePath();
    if (!tlsDirectory.isEmpty() && Files.isReadable(authority)) {
      variables.put("AWS_CA_BUNDLE", authority.toString());
      variables.put("NODE_EXTRA_CA_CERTS", authority.toString());
    }
    return ConfigFactory.parseMap(variables).atPath("environment");
  }
}
