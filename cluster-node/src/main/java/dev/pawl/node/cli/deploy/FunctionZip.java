package dev.pawl.node.cli.deploy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A zip for Lambda. The same files give the same bytes on every machine and every day: entries are
 * sorted, carry one fixed date, and nothing about who owns the files. So Lambda's {@code
 * CodeSha256} tells whether the code has changed.
 */
final class FunctionZip {

  /** The first moment a zip can express. */
  private static final LocalDateTime DATE = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final SortedMap<String, byte[]> files = new TreeMap<>();

  FunctionZip add(String name, byte[] bytes) {
    files.put(name, bytes);
    return this;
  }

  /** Adds the files below a directory that pass, under their paths relative to it. */
  FunctionZip addAll(Path directory, Predicate<Path> wanted) throws IOException {
    try (var walk = Files.walk(directory)) {
      for (var file : walk.filter(Files::isRegularFile).filter(wanted).toList()) {
        add(directory.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
      }
    }
    return this;
  }

  boolean isEmpty() {
    return files.isEmpty();
  }

  byte[] bytes() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (var file : files.entrySet()) {
        zip.putNextEntry(entry(file.getKey(), file.getValue()));
        zip.write(file.getValue());
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static ZipEntry entry(String name, byte[] content) {
    var entry = new ZipEntry(name);
    entry.setTimeLocal(DATE);
    if (name.endsWith(".jar")) {
      // Packed already.
      var crc = new CRC32();
      crc.update(content);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(content.length);
      entry.setCrc(crc.getValue());
    }
    return entry;
  }
}
