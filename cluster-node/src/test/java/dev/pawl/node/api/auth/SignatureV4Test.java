package dev.pawl.node.api.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.protocol.signature.Signable;
import dev.pawl.protocol.signature.SignatureV4;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Our signatures are AWS's: by the examples that AWS prints, and by its SDK's signer. */
class SignatureV4Test {

  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
  private static final String TIME = "20150830T123600Z";
  private static final Instant NOW = Instant.parse("2015-08-30T12:36:00Z");

  @Test
  void theExampleOfTheTestSuiteIsSignedAsItSays() {
    var request =
        new Signable(
            "GET", "/", "", Map.of("host", "example.amazonaws.com", "x-amz-date", TIME), List.of());

    var signature =
        SignatureV4.sign(
            request,
            SECRET,
            new SignatureV4.Scope("20150830", "us-east-1", "service"),
            TIME,
            List.of("host", "x-amz-date"),
            SignatureV4.sha256(new byte[0]));

    assertThat(signature)
        .isEqualTo("5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
  }

  @Test
  void theExampleOfTheUserGuideIsSignedAsItSays() {
    var request =
        new Signable(
            "GET",
            "/",
            "Action=ListUsers&Version=2010-05-08",
            Map.of(
                "content-type",
                "application/x-www-form-urlencoded; charset=utf-8",
                "host",
                "iam.amazonaws.com",
                "x-amz-date",
                TIME),
            List.of());

    var signature =
        SignatureV4.sign(
            request,
            SECRET,
            new SignatureV4.Scope("20150830", "us-east-1", "iam"),
            TIME,
            List.of("content-type", "host", "x-amz-date"),
            SignatureV4.sha256(new byte[0]));

    assertThat(signature)
        .isEqualTo("5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/?b=2&a=1&a=0&a-b=1&a1=x",
        "/?empty=&none&space=a%20b&plus=a%2Bb&slash=a/b&umlaut=%C3%BC&tilde=~",
        "/2015-03-31/functions/",
        "/2015-03-31/functions/greet/invocations?Qualifier=%24LATEST",
        "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A000000000000%3Afunction%3Agreet",
        "/a/./b/../c",
        "/%E1%88%B4/x%20y",
      })
  void whatTheSdkSignsIsSignedThus(String target) {
    var body = "{\"name\":\"Ada  Lovelace\"}".getBytes(UTF_8);
    var uri = URI.create("http://127.0.0.1:4566" + target);
    var unsigned =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(uri)
            .putHeader("Content-Type", "application/x-amz-json-1.0")
            .putHeader("X-Amz-Target", "AWSStepFunctions.StartExecution")
            .putHeader("X-Many-Blanks", "  a   b  ")
            .build();

    var signed =
        AwsV4HttpSigner.create()
            .sign(request ->
                request
                    .identity(AwsCredentialsIdentity.create("AKIDEXAMPLE", SECRET))
                    .request(unsigned)
                    .payload(() -> new ByteArrayInputStream(body))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "states")
                    .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-central-1")
                    .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(NOW, ZoneOffset.UTC)))
            .request();

    var headers = new LinkedHashMap<String, String>();
    signed
        .headers()
        .forEach(
            (name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
    headers.putIfAbsent("host", "127.0.0.1:4566");
    var ours =
        new Signable(
            "POST",
            uri.getRawPath(),
            uri.getRawQuery() == null ? "" : uri.getRawQuery(),
            headers,
            List.of());
    var signature = Signature.of(ours).orElseThrow();
    assertThat(
            SignatureV4.sign(
                ours,
                SECRET,
                signature.scope(),
                signature.time(),
                signature.sortedHeaders(),
                SignatureV4.sha256(body)))
        .isEqualTo(signature.value());
  }
}
