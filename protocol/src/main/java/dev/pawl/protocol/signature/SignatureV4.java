package dev.pawl.protocol.signature;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * AWS's Signature Version 4, as pure functions. IAM user guide, "Create a signed AWS API request":
 * canonical request, string to sign, signing key, signature.
 */
public final class SignatureV4 {

  public static final String ALGORITHM = "AWS4-HMAC-SHA256";
  public static final String TERMINATOR = "aws4_request";
  public static final String SIGNATURE_PARAMETER = "X-Amz-Signature";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final String HMAC = "HmacSHA256";
  private static final HexFormat HEX = HexFormat.of();
  private static final HexFormat UPPER_HEX = HexFormat.of().withUpperCase();

  private SignatureV4() {}

  /**
   * What a signature is good for.
   *
   * @param date {@code 20261122}
   */
  public record Scope(String date, String region, String service) {
    @Override
    public String toString() {
      return date + "/" + region + "/" + service + "/" + TERMINATOR;
    }
  }

  /** As {@code X-Amz-Date} has it: {@code 20261122T160000Z}. */
  public static String time(Instant instant) {
    return TIME.format(instant);
  }

  /**
   * @throws java.time.DateTimeException if it is none
   */
  public static Instant parseTime(String text) {
    return TIME.parse(text, Instant::from);
  }

  /**
   * The signature, in hexadecimal.
   *
   * @param time of {@code X-Amz-Date}
   * @param signedHeaders lower-case names, sorted
   * @param payloadHash of the body, in hexadecimal
   */
  public static String sign(
      Signable request,
      String secret,
      Scope scope,
      String time,
      Collection<String> signedHeaders,
      String payloadHash) {
    var canonical = canonicalRequest(request, signedHeaders, payloadHash);
    var toSign = ALGORITHM + "\n" + time + "\n" + scope + "\n" + sha256(canonical.getBytes(UTF_8));
    var key = hmac(("AWS4" + secret).getBytes(UTF_8), scope.date());
    key = hmac(hmac(hmac(key, scope.region()), scope.service()), TERMINATOR);
    return HEX.formatHex(hmac(key, toSign));
  }

  public static String canonicalRequest(
      Signable request, Collection<String> signedHeaders, String payloadHash) {
    var headers = new StringBuilder();
    for (var name : signedHeaders) {
      var value = request.headers().getOrDefault(name, "");
      headers.append(name).append(':').append(value.strip().replaceAll(" +", " ")).append('\n');
    }
    return String.join(
        "\n",
        request.method(),
        canonicalPath(request.path()),
        canonicalQuery(request.query()),
        headers,
        String.join(";", signedHeaders),
        payloadHash);
  }

  /** "Each path segment must be URI-encoded twice", what came being encoded once. */
  private static String canonicalPath(String path) {
    var segments = new ArrayList<String>();
    for (var segment : path.split("/", -1)) {
      if (segment.equals("..") && !segments.isEmpty()) {
        segments.remove(segments.size() - 1);
      } else if (!segment.isEmpty() && !segment.equals(".") && !segment.equals("..")) {
        segments.add(encode(segment.getBytes(UTF_8)));
      }
    }
    var canonical = "/" + String.join("/", segments);
    return path.endsWith("/") && !segments.isEmpty() ? canonical + "/" : canonical;
  }

  private static String canonicalQuery(String query) {
    var parameters = new ArrayList<String>();
    for (var parameter : query.split("&", -1)) {
      var parts = parameter.split("=", 2);
      var name = encode(decode(parts[0]));
      if (!name.isEmpty() && !name.equals(SIGNATURE_PARAMETER)) {
        parameters.add(name + "=" + (parts.length == 2 ? encode(decode(parts[1])) : ""));
      }
    }
    // By name, then by value: '=' must not take part, for it sorts after digits and '-'.
    parameters.sort((one, other) -> one.replace('=', '\0').compareTo(other.replace('=', '\0')));
    return String.join("&", parameters);
  }

  /** All but RFC 3986's unreserved characters as upper-case %XX. */
  public static String encode(byte[] bytes) {
    var text = new StringBuilder();
    for (byte b : bytes) {
      var c = (char) (b & 0xff);
      if (c < 128 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0)) {
        text.append(c);
      } else {
        text.append('%').append(UPPER_HEX.toHexDigits(b));
      }
    }
    return text.toString();
  }

  /** A percent sign without two digits stays what it is. */
  public static byte[] decode(String text) {
    var source = text.getBytes(UTF_8);
    var bytes = new ByteArrayOutputStream(source.length);
    for (int i = 0; i < source.length; i++) {
      if (source[i] == '%'
          && i + 2 < source.length
          && HexFormat.isHexDigit(source[i + 1])
          && HexFormat.isHexDigit(source[i + 2])) {
        bytes.write(
            HexFormat.fromHexDigit(source[i + 1]) * 16 + HexFormat.fromHexDigit(source[i + 2]));
        i += 2;
      } else {
        bytes.write(source[i]);
      }
    }
    return bytes.toByteArray();
  }

  public static String sha256(byte[] bytes) {
    try {
      return HEX.formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("Expected every Java to have SHA-256.", e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      var mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("Expected every Java to have " + HMAC + ".", e);
    }
  }

  /** Names from {@code SignedHeaders}. */
  public static List<String> names(String signedHeaders) {
    return List.of(signedHeaders.toLowerCase(Locale.ROOT).split(";", -1));
  }
}
