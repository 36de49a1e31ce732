package dev.pawl.node.api.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.typesafe.config.Config;
import java.security.MessageDigest;
import java.util.regex.Pattern;

/**
 * An access key. Its secret is known to whoever signs with it and to the node, and is shown to
 * nobody.
 *
 * @param id public, in every request
 * @param name of the user in ARNs; the id unless the configuration says otherwise
 * @param limits how much may be asked for with it
 */
public record AccessKey(
    String id, String secret, String name, String account, Role role, Limits limits) {

  /** IAM API reference, AccessKey: AccessKeyId has 16 to 128 characters \w; ours may be shorter. */
  private static final Pattern ID = Pattern.compile("\\w{3,128}");

  private static final Pattern NAME = Pattern.compile("[\\w+=,.@-]{1,64}");

  /** Shorter ones can be found by trying. */
  private static final int SECRET_LENGTH_MIN = 16;

  /**
   * How much may be asked for with a key on one node.
   *
   * @param requestsPerSecond on average
   * @param burst at once, after a pause
   * @param concurrency not yet answered, long polls included
   */
  public record Limits(double requestsPerSecond, int burst, int concurrency) {

    static Limits of(Config config) {
      return new Limits(
          config.getDouble("requests-per-second"),
          config.getInt("burst"),
          config.getInt("concurrency"));
    }
  }

  /**
   * Reads one element of {@code pawl.api.access-keys}.
   *
   * @param account of this node
   * @param defaults the block {@code pawl.api.access-key-limits}
   * @throws IllegalArgumentException with what is wrong; the secret is not repeated
   */
  static AccessKey of(Config key, String account, Config defaults) {
    var id = text(key, "id", "");
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "Expected the 'id' of an access key to be 3 to 128 letters, digits or _, but it is '%s'."
              .formatted(id));
    }
    var secret = text(key, "secret", "");
    if (secret.length() < SECRET_LENGTH_MIN) {
      throw new IllegalArgumentException(
          "Expected the 'secret' of access key %s to have at least %d characters, but it has %d."
              .formatted(id, SECRET_LENGTH_MIN, secret.length()));
    }
    var name = text(key, "name", id);
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "Expected the 'name' of access key %s to be 1 to 64 letters, digits or +=,.@_-, but it is '%s'."
              .formatted(id, name));
    }
    var role = text(key, "role", "");
    return new AccessKey(
        id,
        secret,
        name,
        checkedAccount(id, text(key, "account", account), account),
        Role.of(role)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "Expected the 'role' of access key %s to be admin, operator, submitter or reader, but it is '%s'."
                        .formatted(id, role))),
        Limits.of(key.withFallback(defaults)));
  }

  /** A node serves one account: a key of another one would see what is not its own. */
  private static String checkedAccount(String id, String wanted, String account) {
    if (!wanted.equals(account)) {
      throw new IllegalArgumentException(
          "Expected access key %s to be of account %s, the one that this node serves (pawl.api.account), but it is of %s."
              .formatted(id, account, wanted));
    }
    return wanted;
  }

  private static String text(Config key, String path, String absent) {
    return key.hasPath(path) ? key.getString(path) : absent;
  }

  Principal principal() {
    return new Principal(id, name, account, role);
  }

  /** In a time that does not depend on how much of the secret is right. */
  boolean hasSecret(String other) {
    return MessageDigest.isEqual(secret.getBytes(UTF_8), other.getBytes(UTF_8));
  }

  @Override
  public String toString() {
    return "AccessKey(" + id + ", " + role.label() + ")";
  }
}
