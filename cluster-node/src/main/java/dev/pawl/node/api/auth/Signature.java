package dev.pawl.node.api.auth;

import dev.pawl.protocol.signature.Signable;
import dev.pawl.protocol.signature.SignatureV4;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A signature as a request carries it: in the header Authorization, or in its query (a presigned
 * URL).
 *
 * @param time of {@code X-Amz-Date}, as it was written
 * @param signedHeaders in the order in which they were signed
 * @param lifetime how long after its time it is good
 */
record Signature(
    String keyId,
    SignatureV4.Scope scope,
    String time,
    List<String> signedHeaders,
    String value,
    Duration lifetime) {

  /** IAM user guide: a signature is good for 15 minutes; clocks may be as far apart. */
  static final Duration WINDOW = Duration.ofMinutes(15);

  /** IAM user guide, "X-Amz-Expires": at most seven days. */
  private static final long PRESIGNED_SECONDS_MAX = 604_800;

  private static final String DATE_HEADER = "x-amz-date";
  private static final int SCOPE_PARTS = 5;
  private static final int DATE_LENGTH = 8;

  /**
   * Reads it.
   *
   * @return empty if the request is not signed
   */
  static Optional<Signature> of(Signable request) {
    var authorization = request.header("authorization");
    if (authorization != null) {
      return Optional.of(fromHeader(request, authorization.strip()));
    }
    var query = query(request.query());
    return query.containsKey(SignatureV4.SIGNATURE_PARAMETER)
            || query.containsKey("X-Amz-Algorithm")
        ? Optional.of(fromQuery(request, query))
        : Optional.empty();
  }

  private static Signature fromHeader(Signable request, String authorization) {
    var parts = authorization.split("\\s+", 2);
    if (!parts[0].equals(SignatureV4.ALGORITHM)) {
      throw AccessRefused.incomplete("Unsupported AWS 'algorithm': '" + parts[0] + "'.");
    }
    var fields = fields(parts.length == 2 ? parts[1] : "");
    var missing = new StringBuilder();
    for (var name : List.of("Credential", "Signature", "SignedHeaders")) {
      if (!fields.containsKey(name)) {
        missing.append("Authorization header requires '").append(name).append("' parameter. ");
      }
    }
    var time = request.header(DATE_HEADER);
    if (time == null) {
      missing.append("Authorization header requires existence of a 'X-Amz-Date' header. ");
    }
    if (!missing.isEmpty()) {
      throw AccessRefused.incomplete(missing + "Authorization=" + parts[0]);
    }
    var names = SignatureV4.names(field(fields, "SignedHeaders"));
    checkSigned(request, names, true);
    return signature(fields, String.valueOf(time), names, WINDOW);
  }

  private static Signature fromQuery(Signable request, Map<String, String> query) {
    var fields = new HashMap<String, String>();
    for (var name : List.of("Algorithm", "Credential", "Signature", "Date", "SignedHeaders")) {
      var value = query.get("X-Amz-" + name);
      if (value == null) {
        throw AccessRefused.incomplete(
            "AWS query-string parameters must include 'X-Amz-" + name + "'.");
      }
      fields.put(name, value);
    }
    if (!SignatureV4.ALGORITHM.equals(fields.get("Algorithm"))) {
      throw AccessRefused.incomplete(
          "Unsupported AWS 'algorithm': '" + fields.get("Algorithm") + "'.");
    }
    var names = SignatureV4.names(field(fields, "SignedHeaders"));
    checkSigned(request, names, false);
    return signature(fields, field(fields, "Date"), names, lifetime(query.get("X-Amz-Expires")));
  }

  private static Duration lifetime(@Nullable String seconds) {
    if (seconds == null) {
      return WINDOW;
    }
    try {
      var parsed = Long.parseLong(seconds);
      if (parsed >= 1 && parsed <= PRESIGNED_SECONDS_MAX) {
        return Duration.ofSeconds(parsed);
      }
    } catch (NumberFormatException e) {
      // Refused below.
    }
    throw AccessRefused.incomplete(
        "Expected X-Amz-Expires to be 1 to " + PRESIGNED_SECONDS_MAX + " seconds.");
  }

  /** What decides about the meaning of a request may not be changed on its way. */
  private static void checkSigned(Signable request, List<String> names, boolean dateToo) {
    if (!names.contains("host")) {
      throw AccessRefused.invalid(
          "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
    }
    for (var name : request.headers().keySet()) {
      var mustBe = name.startsWith("x-amz-") && (dateToo || !name.equals(DATE_HEADER));
      if (mustBe && !names.contains(name)) {
        throw AccessRefused.invalid(
            "'" + name + "' must be a 'SignedHeader' in the AWS Authorization.");
      }
    }
  }

  private static Signature signature(
      Map<String, String> fields, String time, List<String> names, Duration lifetime) {
    var credential = field(fields, "Credential").split("/", -1);
    if (credential.length != SCOPE_PARTS) {
      throw AccessRefused.incomplete(
          "Credential must have exactly 5 slash-delimited elements, e.g."
              + " keyid/date/region/service/term, got '%s'".formatted(field(fields, "Credential")));
    }
    if (!credential[4].equals(SignatureV4.TERMINATOR)) {
      throw AccessRefused.invalid(
          "Credential should be scoped with a valid terminator: '%s', not '%s'."
              .formatted(SignatureV4.TERMINATOR, credential[4]));
    }
    return new Signature(
        credential[0],
        new SignatureV4.Scope(credential[1], credential[2], credential[3]),
        time.strip(),
        List.copyOf(names),
        field(fields, "Signature"),
        lifetime);
  }

  /** Whether its time is now. */
  void checkTime(Instant now) {
    var signed = instant();
    if (!time.startsWith(scope.date()) || scope.date().length() != DATE_LENGTH) {
      throw AccessRefused.invalid(
          "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from"
              + " HTTP:"
              + " '%s' != '%s', from '%s'."
                  .formatted(scope.date(), time.substring(0, DATE_LENGTH), time));
    }
    if (signed.plus(lifetime).isBefore(now)) {
      throw AccessRefused.invalid(
          "Signature expired: %s is now earlier than %s (%s - %d min.)"
              .formatted(
                  time,
                  SignatureV4.time(now.minus(lifetime)),
                  SignatureV4.time(now),
                  lifetime.toMinutes()));
    }
    if (signed.isAfter(now.plus(WINDOW))) {
      throw AccessRefused.invalid(
          "Signature not yet current: %s is still later than %s (%s + %d min.)"
              .formatted(
                  time,
                  SignatureV4.time(now.plus(WINDOW)),
                  SignatureV4.time(now),
                  WINDOW.toMinutes()));
    }
  }

  private Instant instant() {
    try {
      return SignatureV4.parseTime(time);
    } catch (DateTimeException e) {
      throw AccessRefused.incomplete(
          "Date must be in ISO-8601 'basic format'. Got '%s'. See http://en.wikipedia.org/wiki/ISO_8601"
              .formatted(time));
    }
  }

  /** {@code Credential=…, SignedHeaders=…, Signature=…}. */
  private static Map<String, String> fields(String text) {
    var fields = new HashMap<String, String>();
    for (var field : text.split(",")) {
      var parts = field.strip().split("=", 2);
      if (parts.length == 2) {
        fields.put(parts[0], parts[1]);
      }
    }
    return fields;
  }

  private static Map<String, String> query(String text) {
    var parameters = new HashMap<String, String>();
    for (var parameter : text.split("&", -1)) {
      var parts = parameter.split("=", 2);
      if (parts.length == 2) {
        parameters.put(
            parts[0],
            new String(SignatureV4.decode(parts[1]), java.nio.charset.StandardCharsets.UTF_8));
      }
    }
    return parameters;
  }

  private static String field(Map<String, String> fields, String name) {
    return fields.getOrDefault(name, "");
  }

  /** The names of the headers that were signed, sorted as they must be. */
  List<String> sortedHeaders() {
    var sorted = new ArrayList<>(signedHeaders);
    sorted.sort(null);
    return sorted;
  }
}
