package dev.pawl.node.objects;

import java.io.BufferedInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** S3, or anything that speaks its protocol. Credentials come from where AWS's SDK looks. */
public final class S3Objects implements ObjectStore {
  private final S3Client s3;

  /**
   * @param endpoint where it is; empty means AWS
   */
  public S3Objects(String region, String endpoint) {
    var builder =
        S3Client.builder()
            .region(Region.of(region))
            .httpClientBuilder(UrlConnectionHttpClient.builder());
    if (!endpoint.isEmpty()) {
      // Buckets of other servers seldom have host names of their own.
      builder.endpointOverride(URI.create(endpoint)).forcePathStyle(true);
    }
    s3 = builder.build();
  }

  @Override
  public InputStream read(String bucket, String key, @Nullable String versionId) {
    try {
      var object = s3.getObject(request -> request.bucket(bucket).key(key).versionId(versionId));
      return new Aborting(object);
    } catch (SdkException e) {
      throw failed(e);
    }
  }

  /** Closing it aborts the transfer instead of reading what is left. */
  private static final class Aborting extends BufferedInputStream {
    private final software.amazon.awssdk.core.ResponseInputStream<?> object;

    Aborting(software.amazon.awssdk.core.ResponseInputStream<?> object) {
      super(object);
      this.object = object;
    }

    @Override
    public void close() {
      object.abort();
    }
  }

  @Override
  public Iterator<StoredObject> list(String bucket, String prefix) {
    var objects =
        s3.listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix))
            .contents()
            .iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        try {
          return objects.hasNext();
        } catch (SdkException e) {
          throw failed(e);
        }
      }

      @Override
      public StoredObject next() {
        return stored(objects.next());
      }
    };
  }

  private static StoredObject stored(S3Object object) {
    return new StoredObject(
        object.key(),
        object.eTag(),
        object.lastModified(),
        object.size(),
        object.storageClassAsString());
  }

  @Override
  public void write(String bucket, String key, Path file) {
    try {
      s3.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromFile(file));
    } catch (SdkException e) {
      throw failed(e);
    }
  }

  private static ObjectStoreException failed(SdkException e) {
    if (e instanceof AwsServiceException refused && refused.awsErrorDetails() != null) {
      return new ObjectStoreException(
          "%s (Service: Amazon S3; Status Code: %d; Error Code: %s; Request ID: %s; Proxy: null)"
              .formatted(
                  refused.awsErrorDetails().errorMessage(),
                  refused.statusCode(),
                  refused.awsErrorDetails().errorCode(),
                  refused.requestId()),
          e);
    }
    return new ObjectStoreException(String.valueOf(e.getMessage()), e);
  }

  @Override
  public void close() {
    s3.close();
  }
}
