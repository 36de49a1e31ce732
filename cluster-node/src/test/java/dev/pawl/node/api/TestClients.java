package dev.pawl.node.api;

import java.net.URI;
import javax.net.ssl.TrustManager;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.sfn.SfnClient;

/** AWS's own clients, pointed at a port of ours. */
public final class TestClients {

  private TestClients() {}

  public static SfnClient sfn(URI endpoint) {
    return sfn(endpoint, "test", "test");
  }

  public static SfnClient sfn(URI endpoint, String keyId, String secret) {
    return sfn(endpoint, keyId, secret, UrlConnectionHttpClient.create());
  }

  /** One that does not ask again when it is refused. */
  public static SfnClient sfnThatAsksOnce(URI endpoint) {
    return sfn(
        endpoint,
        "test",
        "test",
        UrlConnectionHttpClient.create(),
        DefaultRetryStrategy.doNotRetry());
  }

  /** One that believes these authorities and nobody else. */
  public static SfnClient sfn(URI endpoint, TrustManager[] authorities) {
    var http =
        UrlConnectionHttpClient.builder().tlsTrustManagersProvider(() -> authorities).build();
    return sfn(endpoint, "test", "test", http);
  }

  private static SfnClient sfn(URI endpoint, String keyId, String secret, SdkHttpClient http) {
    return sfn(
        endpoint, keyId, secret, http, DefaultRetryStrategy.standardStrategyBuilder().build());
  }

  private static SfnClient sfn(
      URI endpoint, String keyId, String secret, SdkHttpClient http, RetryStrategy retries) {
    return SfnClient.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(credentials(keyId, secret))
        .httpClient(http)
        .overrideConfiguration(
            ClientOverrideConfiguration.builder()
                .retryStrategy(retries)
                .putAdvancedOption(SdkAdvancedClientOption.DISABLE_HOST_PREFIX_INJECTION, true)
                .build())
        .build();
  }

  public static LambdaClient lambda(URI endpoint) {
    return lambda(endpoint, "test", "test");
  }

  public static LambdaClient lambda(URI endpoint, String keyId, String secret) {
    return LambdaClient.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(credentials(keyId, secret))
        .httpClient(UrlConnectionHttpClient.create())
        .build();
  }

  private static StaticCredentialsProvider credentials(String keyId, String secret) {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create(keyId, secret));
  }
}
