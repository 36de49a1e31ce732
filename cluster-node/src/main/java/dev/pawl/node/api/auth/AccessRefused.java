package dev.pawl.node.api.auth;

/**
 * Why a caller is not let in. Each protocol has its own name and status for a {@link Fault}. It
 * carries no stack trace.
 */
public final class AccessRefused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What is wrong with a request. */
  public enum Fault {
    /** It is not signed. */
    MISSING_TOKEN,
    /** A part of the signature is missing or makes no sense. */
    INCOMPLETE_SIGNATURE,
    /** Nobody has that access key. */
    UNKNOWN_KEY,
    /** It was signed with another secret or at another time, or has been changed since. */
    INVALID_SIGNATURE,
    /** The key's role does not allow it. */
    DENIED,
    /** More is asked for with the key than it may. */
    THROTTLED
  }

  private final Fault fault;
  private final String text;

  AccessRefused(Fault fault, String text) {
    super(fault + ": " + text, null, false, false);
    this.fault = fault;
    this.text = text;
  }

  public Fault fault() {
    return fault;
  }

  /** What the caller reads. */
  public String text() {
    return text;
  }

  static AccessRefused incomplete(String text) {
    return new AccessRefused(Fault.INCOMPLETE_SIGNATURE, text);
  }

  static AccessRefused invalid(String text) {
    return new AccessRefused(Fault.INVALID_SIGNATURE, text);
  }

  static AccessRefused unknownKey() {
    return new AccessRefused(
        Fault.UNKNOWN_KEY, "The security token included in the request is invalid.");
  }

  static AccessRefused mismatch() {
    return invalid(
        "The request signature we calculated does not match the signature you provided. Check your"
            + " AWS Secret Access Key and signing method. Consult the service documentation for"
            + " details.");
  }
}
