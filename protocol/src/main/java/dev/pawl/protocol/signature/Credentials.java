package dev.pawl.protocol.signature;

import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What our own clients sign with: the access key of the environment, as AWS's clients have it.
 *
 * @param sessionToken null for keys without one, such as Pawl's
 */
public record Credentials(
    String keyId, String secret, @Nullable String sessionToken, String region) {

  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  /**
   * Those of {@code AWS_ACCESS_KEY_ID} and its companions; empty if they are not set. Profiles and
   * files are not looked at.
   */
  public static Optional<Credentials> of(Map<String, String> environment) {
    var id = environment.getOrDefault("AWS_ACCESS_KEY_ID", "");
    var secret = environment.getOrDefault("AWS_SECRET_ACCESS_KEY", "");
    if (id.isEmpty() || secret.isEmpty()) {
      return Optional.empty();
    }
    var region =
        environment.getOrDefault(
            "AWS_REGION", environment.getOrDefault("AWS_DEFAULT_REGION", "us-east-1"));
    return Optional.of(new Credentials(id, secret, environment.get("AWS_SESSION_TOKEN"), region));
  }

  /**
   * The headers that sign a request.
   *
   * @param service states, lambda, …
   * @param headers that it has and that are to be signed, Content-Type for one; Host is not among
   *     them
   * @return to be added: {@code X-Amz-Date}, {@code Authorization}
   */
  public Map<String, String> headers(
      String service,
      String method,
      URI uri,
      Map<String, String> headers,
      byte[] body,
      Instant now) {
    var added = new LinkedHashMap<String, String>();
    var time = SignatureV4.time(now);
    added.put("X-Amz-Date", time);
    if (sessionToken != null) {
      added.put("X-Amz-Security-Token", sessionToken);
    }
    var signed = new TreeMap<String, String>();
    headers.forEach((name, value) -> signed.put(name.toLowerCase(Locale.ROOT), value));
    added.forEach((name, value) -> signed.put(name.toLowerCase(Locale.ROOT), value));
    signed.put("host", host(uri));
    var names = List.copyOf(signed.keySet());
    var query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
    var path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    var scope = new SignatureV4.Scope(time.substring(0, 8), region, service);
    var signature =
        SignatureV4.sign(
            new Signable(method, path, query, signed, List.of()),
            secret,
            scope,
            time,
            names,
            SignatureV4.sha256(body));
    added.put(
        "Authorization",
        "%s Credential=%s/%s, SignedHeaders=%s, Signature=%s"
            .formatted(SignatureV4.ALGORITHM, keyId, scope, String.join(";", names), signature));
    return added;
  }

  /** As HTTP clients write it: without the port that goes without saying. */
  private static String host(URI uri) {
    var plain = uri.getScheme().equals("https") ? HTTPS : HTTP;
    return uri.getPort() < 0 || uri.getPort() == plain
        ? uri.getHost()
        : uri.getHost() + ":" + uri.getPort();
  }

  @Override
  public String toString() {
    return "Credentials(" + keyId + ")";
  }
}
