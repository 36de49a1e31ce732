package dev.pawl.node.api.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pawl.protocol.signature.Signable;
import dev.pawl.protocol.signature.SignatureV4;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets callers in: says who they are, what they may do, and whether they ask for too much. While no
 * access keys are configured everybody may do everything.
 *
 * <p>Errors: {@link AccessRefused}. Safe for use by several threads; never blocks.
 */
public final class Gate {

  private static final String CONTENT_HASH = "x-amz-content-sha256";
  private static final String CONTENT_TYPE = "content-type";

  private final AccessKeys keys;
  private final Principal everybody;
  private final InstantSource clock;
  private final Map<String, KeyTraffic> traffic = new ConcurrentHashMap<>();

  /**
   * @param account of everybody, while there are no keys
   */
  public Gate(AccessKeys keys, String account, InstantSource clock) {
    this.keys = keys;
    this.everybody = Principal.everybody(account);
    this.clock = clock;
  }

  /** Whether callers must say who they are. */
  public boolean isGuarded() {
    return !keys.isEmpty();
  }

  /** Who asks for what is open to all. */
  public Principal everybody() {
    return everybody;
  }

  /**
   * Looks at what can be seen before the body has come, so that strangers send none: whether there
   * is a signature, of a key that is known, and of about now.
   */
  public void look(Signable request) {
    if (isGuarded()) {
      signature(request);
    }
  }

  /** Who has signed a request. */
  public Principal identify(Signable request, byte[] body) {
    if (!isGuarded()) {
      return everybody;
    }
    var signature = signature(request);
    var key = key(signature);
    var hash = SignatureV4.sha256(body);
    var claimed = request.header(CONTENT_HASH);
    // Services other than S3 sign what they get: UNSIGNED-PAYLOAD is good for none of ours.
    if (claimed != null && !claimed.equals(hash)) {
      throw AccessRefused.mismatch();
    }
    if (!isGood(request, signature, key, hash)) {
      throw AccessRefused.mismatch();
    }
    return key.principal();
  }

  private Signature signature(Signable request) {
    var signature =
        Signature.of(request)
            .orElseThrow(() ->
                new AccessRefused(
                    AccessRefused.Fault.MISSING_TOKEN, "Missing Authentication Token"));
    key(signature);
    signature.checkTime(clock.instant());
    return signature;
  }

  private AccessKey key(Signature signature) {
    return keys.find(signature.keyId()).orElseThrow(AccessRefused::unknownKey);
  }

  private static boolean isGood(
      Signable request, Signature signature, AccessKey key, String payloadHash) {
    var names = signature.sortedHeaders();
    if (!names.contains(CONTENT_TYPE) || request.contentTypes().isEmpty()) {
      return matches(request, signature, key, payloadHash, names);
    }
    return request.contentTypes().stream()
        .anyMatch(
            type -> matches(request.withContentType(type), signature, key, payloadHash, names));
  }

  private static boolean matches(
      Signable request,
      Signature signature,
      AccessKey key,
      String payloadHash,
      List<String> names) {
    var right =
        SignatureV4.sign(
            request, key.secret(), signature.scope(), signature.time(), names, payloadHash);
    return MessageDigest.isEqual(right.getBytes(UTF_8), signature.value().getBytes(UTF_8));
  }

  /**
   * Who has this key, for protocols without signatures, such as calls of gRPC over TLS.
   *
   * @return empty if there is no such key, or it has another secret
   */
  public Optional<Principal> authenticate(String keyId, String secret) {
    if (!isGuarded()) {
      return Optional.of(everybody);
    }
    return keys.find(keyId).filter(key -> key.hasSecret(secret)).map(AccessKey::principal);
  }

  /**
   * The same for a header: {@code Basic} with the base64 of {@code id:secret}, or {@code Bearer
   * id:secret}.
   */
  public Optional<Principal> authenticate(String authorization) {
    if (!isGuarded()) {
      return Optional.of(everybody);
    }
    var parts = authorization.strip().split("\\s+", 2);
    if (parts.length < 2) {
      return Optional.empty();
    }
    return credential(parts[0], parts[1])
        .flatMap(text -> {
          var colon = text.indexOf(':');
          return colon < 0
              ? Optional.empty()
              : authenticate(text.substring(0, colon), text.substring(colon + 1));
        });
  }

  private static Optional<String> credential(String scheme, String text) {
    if (scheme.equalsIgnoreCase("Bearer")) {
      return Optional.of(text);
    }
    if (!scheme.equalsIgnoreCase("Basic")) {
      return Optional.empty();
    }
    try {
      return Optional.of(new String(Base64.getDecoder().decode(text), UTF_8));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Whether the caller may do this.
   *
   * @param service states, lambda, sts, iam, logs, pawl
   */
  public boolean allows(Principal caller, String service, String operation) {
    return caller.role().includes(Permissions.least(service, operation));
  }

  /** The same, refusing what is not allowed. */
  public void authorize(Principal caller, String service, String operation) {
    if (!allows(caller, service, operation)) {
      throw new AccessRefused(
          AccessRefused.Fault.DENIED,
          "User: %s is not authorized to perform: %s:%s because its role %s does not include it: %s is needed"
              .formatted(
                  caller.arn(),
                  service,
                  operation,
                  caller.role().label(),
                  Permissions.least(service, operation).label()));
    }
  }

  /** A place among the requests of a key, until it is closed. */
  @FunctionalInterface
  public interface Place extends AutoCloseable {
    @Override
    void close();
  }

  /** Takes a place for a request, if its key may ask for so much now. */
  public Place admit(Principal caller) {
    var key = keys.find(caller.keyId());
    if (key.isEmpty()) {
      return () -> {};
    }
    var traffic = this.traffic.computeIfAbsent(caller.keyId(), id -> new KeyTraffic());
    if (!traffic.enter(key.get().limits(), clock.instant())) {
      throw new AccessRefused(AccessRefused.Fault.THROTTLED, "Rate exceeded");
    }
    var left = new AtomicBoolean();
    return () -> {
      if (left.compareAndSet(false, true)) {
        traffic.leave();
      }
    };
  }
}
