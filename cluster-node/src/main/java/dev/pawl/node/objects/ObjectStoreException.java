package dev.pawl.node.objects;

/** An object could not be read or written; the message is in AWS's words. */
public final class ObjectStoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ObjectStoreException(String message, Throwable cause) {
    super(message, cause);
  }

  ObjectStoreException(String message) {
    super(message);
  }

  static ObjectStoreException noSuchBucket() {
    return notFound("The specified bucket does not exist", "NoSuchBucket");
  }

  static ObjectStoreException noSuchKey() {
    return notFound("The specified key does not exist.", "NoSuchKey");
  }

  private static ObjectStoreException notFound(String message, String code) {
    return new ObjectStoreException(
        "%s (Service: Amazon S3; Status Code: 404; Error Code: %s; Request ID: %s; Proxy: null)"
            .formatted(message, code, java.util.UUID.randomUUID()));
  }
}
