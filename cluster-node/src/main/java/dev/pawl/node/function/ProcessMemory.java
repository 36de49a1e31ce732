package dev.pawl.node.function;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * What a process has in memory, from Linux's {@code /proc}; empty elsewhere, and for a process that
 * is gone.
 */
final class ProcessMemory {
  static final long MIB = 1024 * 1024;

  private ProcessMemory() {}

  static OptionalLong current(long pid) {
    return read(pid, "VmRSS:");
  }

  static OptionalLong peak(long pid) {
    return read(pid, "VmHWM:");
  }

  private static OptionalLong read(long pid, String field) {
    try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
      return lines
          .filter(line -> line.startsWith(field))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
          .findFirst();
    } catch (IOException | UncheckedIOException gone) {
      return OptionalLong.empty();
    }
  }
}
