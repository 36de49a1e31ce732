package dev.pawl.node.function;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What one process prints. It prints into a file and not into a pipe: then no thread waits for it,
 * and all that was printed before the process answered is there when the answer is, so that END
 * comes after the last line.
 */
final class ProcessOutput implements AutoCloseable {
  /** Invoke, LogResult: the last 4 KB. */
  static final int TAIL_BYTES_MAX = 4096;

  /** CloudWatch Logs quotas, "Event size". */
  private static final int LINE_BYTES_MAX = 256 * 1024;

  /** A file that has been read is emptied above this size. */
  private static final long SPOOL_BYTES_MAX = 4 * 1024 * 1024;

  private final Path spool;
  private final String stream;
  private final FunctionLog log;
  private final Clock clock;
  private final FileChannel channel;
  private final ReentrantLock lock = new ReentrantLock();
  private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();
  private final StringBuilder tail = new StringBuilder();
  private long position;

  ProcessOutput(Path spool, String stream, FunctionLog log, Clock clock) throws IOException {
    this.spool = spool;
    this.stream = stream;
    this.log = log;
    this.clock = clock;
    this.channel =
        FileChannel.open(
            spool,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
  }

  Path file() {
    return spool;
  }

  /** Moves what was printed since the last call into the function's log. */
  void collect() {
    collectAnd(List.of(), false);
  }

  /** The same, and our own line behind it. */
  void say(String line) {
    collectAnd(List.of(line), true);
  }

  /** Forgets the tail: an invocation begins. */
  void begin(String line) {
    lock.lock();
    try {
      collectAnd(List.of(), true);
      tail.setLength(0);
      keep(List.of(line));
    } finally {
      lock.unlock();
    }
  }

  String tail() {
    lock.lock();
    try {
      byte[] bytes = tail.toString().getBytes(StandardCharsets.UTF_8);
      int from = Math.max(0, bytes.length - TAIL_BYTES_MAX);
      while (from > 0 && from < bytes.length && (bytes[from] & 0xC0) == 0x80) {
        from++; // never begin inside a character
      }
      return new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try (channel) {
      collectAnd(List.of(), true);
      Files.deleteIfExists(spool);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      lock.unlock();
    }
  }

  private void collectAnd(List<String> ours, boolean finishLine) {
    lock.lock();
    try {
      List<String> lines = new ArrayList<>();
      if (channel.isOpen()) {
        read(lines, finishLine);
      }
      lines.addAll(ours);
      keep(lines);
    } catch (IOException e) {
      keep(List.of("The output could not be read: " + e));
    } finally {
      lock.unlock();
    }
  }

  private void keep(List<String> lines) {
    if (lines.isEmpty()) {
      return;
    }
    lines.forEach(line -> tail.append(line).append('\n'));
    tail.delete(0, Math.max(0, tail.length() - TAIL_BYTES_MAX));
    log.append(lines.stream().map(line -> new LogLine(clock.instant(), stream, line)).toList());
  }

  private void read(List<String> lines, boolean finish) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
    for (int n = channel.read(buffer, position); n > 0; n = channel.read(buffer, position)) {
      position += n;
      split(buffer.array(), n, lines);
      buffer.clear();
    }
    if (finish && unfinished.size() > 0) {
      endLine(lines);
    }
    if (position > SPOOL_BYTES_MAX) {
      // The process appends, so it goes on at the new end. What it prints at this very moment may
      // be lost.
      channel.truncate(0);
      position = 0;
    }
  }

  private void split(byte[] bytes, int length, List<String> lines) {
    for (int i = 0; i < length; i++) {
      if (bytes[i] == '\n') {
        endLine(lines);
      } else {
        unfinished.write(bytes[i]);
        if (unfinished.size() >= LINE_BYTES_MAX) {
          endLine(lines);
        }
      }
    }
  }

  private void endLine(List<String> lines) {
    lines.add(unfinished.toString(StandardCharsets.UTF_8));
    unfinished.reset();
  }
}
