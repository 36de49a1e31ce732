package dev.pawl.node.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Zips from strangers. */
class CodeArchiveTest {
  private static final String NOT_A_ZIP =
      "Could not unzip uploaded file. Please check your file, then try to upload again.";
  private static final int LINK = 0120777;
  private static final int FILE = 0100644;
  private static final int PROGRAM = 0100755;

  @TempDir Path directory;

  /** Entries as they come: name, mode, content. */
  private static final class Zip {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final ZipArchiveOutputStream zip;

    Zip() throws IOException {
      zip = new ZipArchiveOutputStream(bytes);
    }

    Zip add(String name, int mode, String content) throws IOException {
      ZipArchiveEntry entry = new ZipArchiveEntry(name);
      entry.setUnixMode(mode);
      zip.putArchiveEntry(entry);
      zip.write(content.getBytes(StandardCharsets.UTF_8));
      zip.closeArchiveEntry();
      return this;
    }

    byte[] bytes() throws IOException {
      zip.close();
      return bytes.toByteArray();
    }
  }

  private Path target() throws IOException {
    return Files.createDirectory(directory.resolve("target"));
  }

  private void unpack(byte[] zip, Path target) throws IOException {
    CodeArchive.unpack(zip, target, CodeArchive.UNZIPPED_BYTES_MAX);
  }

  @Test
  void filesAreReadOnlyAndKeepTheirExecutionBits() throws IOException {
    Path target = target();

    unpack(
        new Zip()
            .add("bootstrap", FILE, "b")
            .add("bin/tool", PROGRAM, "t")
            .add("lib/data.txt", FILE, "d")
            .bytes(),
        target);

    assertTrue(Files.isExecutable(target.resolve("bootstrap")));
    assertTrue(Files.isExecutable(target.resolve("bin/tool")));
    assertEquals("d", Files.readString(target.resolve("lib/data.txt")));
    assertEquals(
        "r--r--r--",
        java.nio.file.attribute.PosixFilePermissions.toString(
            Files.getPosixFilePermissions(target.resolve("lib/data.txt"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../evil", "a/../../evil", "/etc/evil", "a/../../target-2/evil"})
  void aNameThatLeadsOutIsRefused(String name) throws IOException {
    byte[] zip = new Zip().add("good", FILE, "").add(name, FILE, "evil").bytes();
    Path target = target();

    assertThrows(IOException.class, () -> unpack(zip, target));

    assertEquals(Optional.of(NOT_A_ZIP), CodeArchive.problem(zip));
    try (var files = Files.walk(directory)) {
      assertEquals(0, files.filter(Files::isRegularFile).count());
    }
  }

  @Test
  void aLinkInsideIsKept() throws IOException {
    Path target = target();

    unpack(
        new Zip().add("bin/run", LINK, "../lib/run.js").add("lib/run.js", FILE, "js").bytes(),
        target);

    assertEquals("js", Files.readString(target.resolve("bin/run")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../outside", "/", "missing"})
  void aLinkThatLeadsOutOrNowhereIsRefused(String link) throws IOException {
    Files.writeString(directory.resolve("outside"), "secret");
    byte[] zip = new Zip().add("d/link", LINK, link).bytes();
    Path target = target();

    assertThrows(IOException.class, () -> unpack(zip, target));
  }

  @Test
  void aLinkThatLeadsOutThroughAnotherIsRefused() throws IOException {
    Files.createDirectory(directory.resolve("z"));
    byte[] zip =
        new Zip()
            .add("z/file", FILE, "")
            .add("a/b/x", LINK, "../..")
            .add("a/b/y", LINK, "x/../z")
            .bytes();
    Path target = target();

    assertThrows(IOException.class, () -> unpack(zip, target));
  }

  @Test
  void noFileIsWrittenThroughALink() throws IOException {
    Path outside = Files.createDirectory(directory.resolve("outside"));
    byte[] zip =
        new Zip().add("link", LINK, outside.toString()).add("link/file", FILE, "evil").bytes();
    Path target = target();

    assertThrows(IOException.class, () -> unpack(zip, target));

    assertFalse(Files.exists(outside.resolve("file")));
  }

  @Test
  void whatIsUnpackedIsCountedWhateverTheZipSays() throws IOException {
    byte[] zip = new Zip().add("zeros", FILE, "0".repeat(1_000_000)).bytes();
    byte[] lying = understated(zip, 1_000_000);
    Path target = target();

    IOException e =
        assertThrows(IOException.class, () -> CodeArchive.unpack(lying, target, 999_999));

    assertEquals("Unzipped size must be smaller than 999999 bytes", e.getMessage());
  }

  @Test
  void tooLargeAnUploadIsSaidSo() throws IOException {
    assertEquals(
        Optional.of("Zipped size must be smaller than 52428800 bytes"),
        CodeArchive.problem(new byte[CodeArchive.ZIPPED_BYTES_MAX + 1]));
  }

  @Test
  void whatIsNoZipIsSaidSo() throws IOException {
    byte[] good = TestFunctions.zip(Map.of("f", new byte[0]));

    assertEquals(
        Optional.of(NOT_A_ZIP), CodeArchive.problem("hello".getBytes(StandardCharsets.UTF_8)));
    assertEquals(Optional.of(NOT_A_ZIP), CodeArchive.problem(new byte[0]));
    assertEquals(Optional.of(NOT_A_ZIP), CodeArchive.problem(TestFunctions.zip(Map.of())));
    assertEquals(Optional.empty(), CodeArchive.problem(good));
  }

  /**
   * The same zip with a smaller size in its central directory: all copies of the number are
   * replaced.
   */
  private static byte[] understated(byte[] zip, int size) {
    byte[] changed = zip.clone();
    for (int i = 0; i + 4 <= zip.length; i++) {
      int value =
          java.nio.ByteBuffer.wrap(zip, i, 4).order(java.nio.ByteOrder.LITTLE_ENDIAN).getInt();
      if (value == size) {
        java.nio.ByteBuffer.wrap(changed, i, 4).order(java.nio.ByteOrder.LITTLE_ENDIAN).putInt(10);
      }
    }
    return changed;
  }
}
