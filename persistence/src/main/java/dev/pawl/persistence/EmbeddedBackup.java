package dev.pawl.persistence;

import dev.pawl.persistence.jdbc.DatabaseUnavailableException;
import dev.pawl.persistence.jdbc.Jdbc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.zip.ZipInputStream;
import javax.sql.DataSource;

/** Copies of the embedded database: taken while it runs, put back while it does not. */
public final class EmbeddedBackup {

  private static final String FILE = EmbeddedEngine.NAME + ".mv.db";

  private EmbeddedBackup() {}

  static void write(DataSource source, Path zip) {
    try (var connection = source.getConnection()) {
      Jdbc.update(connection, "CHECKPOINT SYNC");
      Jdbc.update(
          connection, "BACKUP TO '" + zip.toAbsolutePath().toString().replace("'", "''") + "'");
    } catch (SQLException e) {
      throw new DatabaseUnavailableException("Expected to back up to " + zip + ", but: " + e, e);
    }
  }

  /**
   * Puts a backup into a data directory in which there is no database yet.
   *
   * @throws IllegalStateException if there is one, or the file is no backup
   */
  public static void restore(Path zip, Path dataDirectory) {
    var target = dataDirectory.resolve(FILE);
    if (Files.exists(target)) {
      throw new IllegalStateException(
          "Expected no database in %s, but there is %s. Move it away first."
              .formatted(dataDirectory, FILE));
    }
    try (var entries = new ZipInputStream(Files.newInputStream(zip))) {
      Files.createDirectories(dataDirectory);
      copy(entries, zip, target);
    } catch (IOException e) {
      throw new UncheckedIOException("Expected to restore %s, but: %s".formatted(zip, e), e);
    }
  }

  private static void copy(ZipInputStream entries, Path zip, Path target) throws IOException {
    for (var entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
      if (entry.getName().equals(FILE)) {
        var half = target.resolveSibling(FILE + ".restoring");
        Files.deleteIfExists(half);
        Files.copy(entries, half);
        Files.move(half, target);
        return;
      }
    }
    throw new IllegalStateException(
        "Expected %s to be a backup, but it holds no %s.".formatted(zip, FILE));
  }
}
