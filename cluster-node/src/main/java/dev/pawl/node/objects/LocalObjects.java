package dev.pawl.node.objects;

import java.io.BufferedInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Buckets as directories of this machine, keys as the files below them: for a node that is tried
 * out. A key never leads out of its bucket. A listing holds all keys of the bucket in memory.
 */
public final class LocalObjects implements ObjectStore {
  private final Path directory;

  public LocalObjects(Path directory) {
    this.directory = directory.toAbsolutePath().normalize();
  }

  @Override
  public InputStream read(String bucket, String key, @Nullable String versionId) {
    var file = file(bucket, key);
    if (versionId != null || !Files.isRegularFile(file)) {
      throw ObjectStoreException.noSuchKey();
    }
    try {
      return new BufferedInputStream(Files.newInputStream(file));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public Iterator<StoredObject> list(String bucket, String prefix) {
    var root = bucket(bucket);
    return keys(root).stream()
        .filter(key -> key.startsWith(prefix))
        .map(key -> object(root, key))
        .iterator();
  }

  private static List<String> keys(Path root) {
    try (var files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString().replace(File.separatorChar, '/'))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static StoredObject object(Path root, String key) {
    var file = root.resolve(key);
    try {
      return new StoredObject(
          key,
          '"' + md5(file) + '"',
          Files.getLastModifiedTime(file).toInstant(),
          Files.size(file),
          "STANDARD");
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static String md5(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      var digest = MessageDigest.getInstance("MD5");
      var buffer = new byte[8192];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java has MD5.", e);
    }
  }

  @Override
  public void write(String bucket, String key, Path file) {
    var to = file(bucket, key);
    var folder = Objects.requireNonNull(to.getParent());
    try {
      Files.createDirectories(folder);
      var beside = Files.createTempFile(folder, ".writing", "");
      Files.copy(file, beside, StandardCopyOption.REPLACE_EXISTING);
      Files.move(beside, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private Path bucket(String bucket) {
    var path = inside(directory, bucket);
    if (!directory.equals(path.getParent()) || !Files.isDirectory(path)) {
      throw ObjectStoreException.noSuchBucket();
    }
    return path;
  }

  private Path file(String bucket, String key) {
    return inside(bucket(bucket), key);
  }

  private static Path inside(Path parent, String name) {
    try {
      var path = parent.resolve(name).normalize();
      if (path.startsWith(parent) && !path.equals(parent)) {
        return path;
      }
    } catch (InvalidPathException e) {
      throw ObjectStoreException.noSuchKey();
    }
    throw ObjectStoreException.noSuchKey();
  }

  private static ObjectStoreException failed(IOException e) {
    return new ObjectStoreException(
        "Expected to read or write an object of the local store, but: " + e, e);
  }

  @Override
  public void close() {}
}
