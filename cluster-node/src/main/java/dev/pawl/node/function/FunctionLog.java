package dev.pawl.node.function;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of one function: {@code log.1} is the newest file, and the oldest goes when there are too
 * many.
 */
final class FunctionLog {
  private static final Logger log = LoggerFactory.getLogger(FunctionLog.class);

  private final Path directory;
  private final long fileBytesMax;
  private final int filesMax;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<Consumer<LogLine>> followers = new CopyOnWriteArrayList<>();
  private boolean broken;

  FunctionLog(Path directory, long fileBytesMax, int filesMax) {
    this.directory = directory;
    this.fileBytesMax = fileBytesMax;
    this.filesMax = filesMax;
  }

  /** A full disk loses log lines and never an invocation. */
  void append(List<LogLine> lines) {
    lock.lock();
    try {
      write(lines);
      broken = false;
    } catch (IOException e) {
      if (!broken) {
        log.warn("Could not write the log of functions in {}", directory, e);
      }
      broken = true;
    } finally {
      lock.unlock();
    }
    lines.forEach(line -> followers.forEach(follower -> follower.accept(line)));
  }

  List<LogLine> tail(int count) {
    lock.lock();
    try {
      List<LogLine> newestFirst = new ArrayList<>();
      for (int i = 1; i <= filesMax && newestFirst.size() < count; i++) {
        readBackwards(file(i), count, newestFirst);
      }
      Collections.reverse(newestFirst);
      return newestFirst;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      lock.unlock();
    }
  }

  /** Those that there are, oldest first. */
  List<Path> files() {
    List<Path> files = new ArrayList<>();
    for (int i = filesMax; i >= 1; i--) {
      if (Files.exists(file(i))) {
        files.add(file(i));
      }
    }
    return files;
  }

  void addFollower(Consumer<LogLine> follower) {
    followers.add(follower);
  }

  void removeFollower(Consumer<LogLine> follower) {
    followers.remove(follower);
  }

  private void write(List<LogLine> lines) throws IOException {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line.written()));
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    Files.createDirectories(directory);
    if (Files.exists(file(1)) && Files.size(file(1)) + bytes.length > fileBytesMax) {
      rotate();
    }
    try (FileChannel channel =
        FileChannel.open(file(1), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }
  }

  private void rotate() throws IOException {
    Files.deleteIfExists(file(filesMax));
    for (int i = filesMax - 1; i >= 1; i--) {
      if (Files.exists(file(i))) {
        Files.move(file(i), file(i + 1), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static void readBackwards(Path file, int count, List<LogLine> newestFirst)
      throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    // Not Files.readAllLines: to it a carriage return, of which runtimes make use, ends a line too.
    String[] lines = Files.readString(file).split("\n");
    for (int i = lines.length - 1; i >= 0 && newestFirst.size() < count; i--) {
      newestFirst.add(LogLine.read(lines[i]));
    }
  }

  private Path file(int number) {
    return directory.resolve("log." + number);
  }
}
