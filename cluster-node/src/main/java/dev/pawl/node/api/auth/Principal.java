package dev.pawl.node.api.auth;

/**
 * Who calls.
 *
 * @param keyId the access key; {@link #NOBODY} where none is needed
 * @param name of the user in ARNs
 * @param account the account whose resources it sees
 */
public record Principal(String keyId, String name, String account, Role role) {

  /** The key of everybody, while no access keys are configured. */
  public static final String NOBODY = "";

  /** Everybody, while no access keys are configured. */
  static Principal everybody(String account) {
    return new Principal(NOBODY, "root", account, Role.ADMIN);
  }

  /** As AWS names callers; everybody is the root of the account. */
  public String arn() {
    return "arn:aws:iam::" + account + ":" + (keyId.equals(NOBODY) ? "root" : "user/" + name);
  }
}
