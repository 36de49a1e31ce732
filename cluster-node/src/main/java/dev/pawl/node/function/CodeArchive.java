package dev.pawl.node.function;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/**
 * The zip of a function. Zips come from strangers: nothing is written outside the target, no link
 * leads out of it, and neither the number of files nor their real, unpacked size can pass its
 * limit.
 */
public final class CodeArchive {
  /** Lambda quotas, "Deployment package (.zip file archive) size": 250 MB unzipped. */
  public static final long UNZIPPED_BYTES_MAX = 262_144_000;

  /** Lambda quotas, same place: 50 MB zipped, for direct upload. */
  public static final int ZIPPED_BYTES_MAX = 52_428_800;

  static final int ENTRIES_MAX = 100_000;
  private static final int LINK_BYTES_MAX = 4096;
  private static final String NOT_A_ZIP =
      "Could not unzip uploaded file. Please check your file, then try to upload again.";
  private static final Set<PosixFilePermission> READ_ONLY =
      PosixFilePermissions.fromString("r--r--r--");
  private static final Set<PosixFilePermission> EXECUTABLE =
      PosixFilePermissions.fromString("r-xr-xr-x");
  private static final Set<PosixFilePermission> DIRECTORY =
      PosixFilePermissions.fromString("rwxr-xr-x");

  private CodeArchive() {}

  /**
   * What is wrong with an uploaded zip, in the words of Lambda's InvalidParameterValueException;
   * empty when it can be unpacked. Sizes are taken from the zip's directory: {@link #unpack} counts
   * again.
   */
  public static Optional<String> problem(byte[] zip) {
    if (zip.length > ZIPPED_BYTES_MAX) {
      return Optional.of("Zipped size must be smaller than " + ZIPPED_BYTES_MAX + " bytes");
    }
    try (ZipFile file = open(zip)) {
      checkedEntries(file, Path.of("/code"), UNZIPPED_BYTES_MAX);
      return Optional.empty();
    } catch (TooLarge e) {
      return Optional.of(e.getMessage());
    } catch (IOException | RuntimeException e) {
      return Optional.of(NOT_A_ZIP);
    }
  }

  /**
   * Unpacks into an existing empty directory. Files are made read-only; execution bits are kept,
   * and {@code bootstrap} has them always.
   */
  static void unpack(byte[] zip, Path target, long unzippedBytesMax) throws IOException {
    try (ZipFile file = open(zip)) {
      Map<Path, ZipArchiveEntry> entries = checkedEntries(file, target, unzippedBytesMax);
      Room room = new Room(unzippedBytesMax);
      for (var entry : entries.entrySet()) {
        if (!entry.getValue().isUnixSymlink()) {
          write(file, entry.getValue(), entry.getKey(), target, room);
        }
      }
      link(file, entries, target);
    } catch (IllegalArgumentException | FileAlreadyExistsException e) {
      throw new IOException(NOT_A_ZIP, e);
    }
  }

  private static ZipFile open(byte[] zip) throws IOException {
    return ZipFile.builder().setSeekableByteChannel(new SeekableInMemoryByteChannel(zip)).get();
  }

  private static Map<Path, ZipArchiveEntry> checkedEntries(ZipFile file, Path target, long bytesMax)
      throws IOException {
    Map<Path, ZipArchiveEntry> entries = new LinkedHashMap<>();
    long bytes = 0;
    for (ZipArchiveEntry entry : Collections.list(file.getEntries())) {
      bytes = Math.addExact(bytes, Math.max(entry.getSize(), 0));
      if (bytes > bytesMax || entries.size() >= ENTRIES_MAX) {
        throw new TooLarge(bytesMax);
      }
      entries.put(inside(target, entry.getName()), entry);
    }
    if (entries.isEmpty()) {
      throw new IOException("Expected a zip with files, but it is empty.");
    }
    return entries;
  }

  /** Zip slip: a name like {@code ../../etc/passwd} must not leave the target. */
  private static Path inside(Path target, String name) throws IOException {
    try {
      Path path = target.resolve(name).normalize();
      if (name.startsWith("/") || name.contains("\\") || !path.startsWith(target)) {
        throw new IOException("Expected a path inside the zip, but found '" + name + "'.");
      }
      return path;
    } catch (InvalidPathException e) {
      throw new IOException("Expected a path, but found '" + name + "'.", e);
    }
  }

  private static void write(ZipFile file, ZipArchiveEntry entry, Path path, Path target, Room room)
      throws IOException {
    if (entry.isDirectory()) {
      makeDirectories(path, target);
      return;
    }
    if (path.equals(target)) {
      throw new IOException("Expected a file name, but found '" + entry.getName() + "'.");
    }
    makeDirectories(parent(path), target);
    try (InputStream in = file.getInputStream(entry);
        OutputStream out = Files.newOutputStream(path, StandardOpenOption.CREATE_NEW)) {
      room.copy(in, out);
    }
    boolean executable =
        (entry.getUnixMode() & 0111) != 0 || path.equals(target.resolve("bootstrap"));
    Files.setPosixFilePermissions(path, executable ? EXECUTABLE : READ_ONLY);
  }

  private static void makeDirectories(Path directory, Path target) throws IOException {
    Files.createDirectories(directory);
    for (Path path = directory; !path.equals(target); path = parent(path)) {
      Files.setPosixFilePermissions(path, DIRECTORY);
    }
  }

  /** Every path here lies below the target. */
  private static Path parent(Path path) {
    return Objects.requireNonNull(path.getParent());
  }

  /**
   * Links are made after all files, so that no file is written through one, and are then followed:
   * a link through a link can lead out although neither text looks like it.
   */
  private static void link(ZipFile file, Map<Path, ZipArchiveEntry> entries, Path target)
      throws IOException {
    for (var entry : entries.entrySet()) {
      if (entry.getValue().isUnixSymlink()) {
        makeDirectories(parent(entry.getKey()), target);
        Files.createSymbolicLink(entry.getKey(), linkTarget(file, entry.getValue()));
      }
    }
    Path root = target.toRealPath();
    for (var entry : entries.entrySet()) {
      if (entry.getValue().isUnixSymlink() && !entry.getKey().toRealPath().startsWith(root)) {
        throw new IOException(
            "Expected the link '" + entry.getValue().getName() + "' to stay inside the zip.");
      }
    }
  }

  private static Path linkTarget(ZipFile file, ZipArchiveEntry entry) throws IOException {
    if (entry.getSize() > LINK_BYTES_MAX) {
      throw new IOException("Expected a link of at most " + LINK_BYTES_MAX + " bytes.");
    }
    return Path.of(file.getUnixSymlink(entry));
  }

  /** Counts what is really unpacked, whatever the zip's directory says. */
  private static final class Room {
    private final long bytesMax;
    private long bytes;

    Room(long bytesMax) {
      this.bytesMax = bytesMax;
    }

    void copy(InputStream in, OutputStream out) throws IOException {
      byte[] buffer = new byte[64 * 1024];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        bytes += n;
        if (bytes > bytesMax) {
          throw new TooLarge(bytesMax);
        }
        out.write(buffer, 0, n);
      }
    }
  }

  private static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1L;

    TooLarge(long bytesMax) {
      super("Unzipped size must be smaller than " + bytesMax + " bytes");
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }
}
