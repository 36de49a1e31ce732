package dev.pawl.node.objects;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * What distributed Maps need of S3. Calls block.
 *
 * <p>Errors: {@link ObjectStoreException} in AWS's words.
 */
public interface ObjectStore extends AutoCloseable {

  /** The object as a stream; closing it early is cheap. */
  InputStream read(String bucket, String key, @Nullable String versionId);

  /** The objects whose keys begin with this, in the order of their keys, read page by page. */
  Iterator<StoredObject> list(String bucket, String prefix);

  /** Stores a file under this key; what was there before is replaced. */
  void write(String bucket, String key, Path file);

  @Override
  void close();
}
