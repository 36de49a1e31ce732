package dev.pawl.node.api.logs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files of a log group forwards and backwards, never more than so much at once. A line
 * that is still being written is not there yet; files may be renamed or deleted meanwhile.
 */
final class LogReader {

  /** How much of a log one request looks at. What it finds until there is its answer. */
  private static final int SCAN_BYTES_MAX = 16 << 20;

  /** API reference, GetLogEvents: "as many log events as can fit in a response size of 1 MB". */
  private static final int ANSWER_BYTES_MAX = 1 << 20;

  /** API reference: an event counts 26 bytes besides its text. */
  private static final int EVENT_BYTES = 26;

  /** Longer lines are cut. AWS: an event has at most 1 MB. */
  private static final int LINE_BYTES_MAX = 1 << 20;

  private static final int BUFFER_BYTES = 65_536;

  private final LogFiles.Group group;
  private final Predicate<LogRecord> wanted;
  private final int max;
  private final List<LogRecord> found = new ArrayList<>();
  private long bytesFound;
  private long bytesLeft = SCAN_BYTES_MAX;
  private @Nullable Position reached;

  /**
   * Reads once.
   *
   * @param wanted which records
   * @param max how many at most
   */
  LogReader(LogFiles.Group group, Predicate<LogRecord> wanted, int max) {
    this.group = group;
    this.wanted = wanted;
    this.max = max;
  }

  /**
   * What was found, in the order in which it was written.
   *
   * @param reached up to where was read: the place to go on from; null if there is no file
   * @param atEnd whether there is nothing beyond, for now
   */
  record Found(List<LogRecord> records, @Nullable Position reached, boolean atEnd) {
    Found {
      records = List.copyOf(records);
    }
  }

  /**
   * From a place towards the end.
   *
   * @param start null, or of a file that is gone: the beginning
   */
  Found forwards(@Nullable Position start) {
    try {
      var files = group.files();
      var first = start == null ? -1 : indexOf(start);
      var atEnd = true;
      for (int i = Math.max(first, 0); i < files.size() && atEnd; i++) {
        atEnd = forwards(files.get(i), i == first && start != null ? start.offset() : 0);
      }
      return new Found(found, reached, atEnd);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the file was read to its end. */
  private boolean forwards(Path file, long offset) throws IOException {
    try (var channel = FileChannel.open(file)) {
      var id = Position.fileId(file);
      channel.position(Math.min(offset, channel.size()));
      reached = new Position(id, channel.position());
      var in = new BufferedInputStream(Channels.newInputStream(channel), BUFFER_BYTES);
      for (; ; ) {
        if (isEnough()) {
          return false;
        }
        var from = reached;
        var line = line(in);
        if (line.isEmpty()) {
          return true;
        }
        var to = new Position(id, from.offset() + line.get().bytes());
        bytesLeft -= line.get().bytes();
        var record = LogRecord.read(group.format(), line.get().text(), from, to);
        if (wanted.test(record) && !take(record)) {
          return false;
        }
        reached = to;
      }
    } catch (NoSuchFileException renamed) {
      return true;
    }
  }

  private record Line(String text, long bytes) {}

  /** The next whole line. */
  private static Optional<Line> line(InputStream in) throws IOException {
    var text = ByteBuffer.allocate(256);
    for (long bytes = 1; ; bytes++) {
      int b = in.read();
      if (b < 0) {
        return Optional.empty();
      }
      if (b == '\n') {
        return Optional.of(new Line(new String(text.array(), 0, text.position(), UTF_8), bytes));
      }
      if (!text.hasRemaining()) {
        text = ByteBuffer.allocate(text.capacity() * 2).put(text.flip());
      }
      if (text.position() < LINE_BYTES_MAX) {
        text.put((byte) b);
      }
    }
  }

  /**
   * From a place towards the beginning.
   *
   * @param end null: the end; of a file that is gone: nothing is before it
   */
  Found backwards(@Nullable Position end) {
    try {
      var files = group.files();
      var last = end == null ? files.size() - 1 : indexOf(end);
      var atEnd = true;
      for (int i = last; i >= 0 && atEnd; i--) {
        atEnd = backwards(files.get(i), i == last && end != null ? end.offset() : Long.MAX_VALUE);
      }
      Collections.reverse(found);
      return new Found(found, reached, atEnd);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the file was read to its beginning. */
  private boolean backwards(Path file, long end) throws IOException {
    try (var channel = FileChannel.open(file)) {
      var id = Position.fileId(file);
      var at = Math.min(end, channel.size());
      reached = new Position(id, at);
      var window = (long) BUFFER_BYTES;
      while (at > 0) {
        if (isEnough()) {
          return false;
        }
        var begin = Math.max(0, at - window);
        var bytes = read(channel, begin, at);
        var first = begin == 0 ? 0 : indexOfBreak(bytes) + 1;
        if (first >= bytes.length || (first == 0 && begin > 0)) {
          // No line begins here: it is longer than the window.
          if (window > SCAN_BYTES_MAX) {
            return false;
          }
          window *= 4;
          continue;
        }
        if (!takeBackwards(id, bytes, first, begin)) {
          return false;
        }
        bytesLeft -= bytes.length - first;
        at = begin + first;
      }
      return true;
    } catch (NoSuchFileException renamed) {
      return true;
    }
  }

  /** Takes the lines of a window, the last one first. */
  private boolean takeBackwards(String id, byte[] bytes, int first, long begin) {
    var starts = new ArrayList<Integer>();
    for (int i = first; i < bytes.length; i++) {
      if (i == first || bytes[i - 1] == '\n') {
        starts.add(i);
      }
    }
    var end = bytes.length;
    for (int i = starts.size() - 1; i >= 0; i--) {
      int start = starts.get(i);
      // The last line of a file may still be written.
      if (bytes[end - 1] == '\n') {
        var text = new String(bytes, start, Math.min(end - 1 - start, LINE_BYTES_MAX), UTF_8);
        var record =
            LogRecord.read(
                group.format(),
                text,
                new Position(id, begin + start),
                new Position(id, begin + end));
        if (isEnough() || (wanted.test(record) && !take(record))) {
          return false;
        }
      }
      reached = new Position(id, begin + start);
      end = start;
    }
    return true;
  }

  private static byte[] read(FileChannel channel, long begin, long end) throws IOException {
    var bytes = ByteBuffer.allocate((int) (end - begin));
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, begin + bytes.position()) < 0) {
        throw new NoSuchFileException("The log was shortened.");
      }
    }
    return bytes.array();
  }

  private static int indexOfBreak(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private boolean isEnough() {
    return found.size() >= max || bytesLeft <= 0;
  }

  /** Takes a record, if there is room in the answer; the first always has. */
  private boolean take(LogRecord record) {
    var bytes = record.message().length() + EVENT_BYTES;
    if (bytesFound + bytes > ANSWER_BYTES_MAX && !found.isEmpty()) {
      return false;
    }
    bytesFound += bytes;
    found.add(record);
    return true;
  }

  private int indexOf(Position position) throws IOException {
    var files = group.files();
    for (int i = 0; i < files.size(); i++) {
      if (Files.exists(files.get(i)) && Position.fileId(files.get(i)).equals(position.file())) {
        return i;
      }
    }
    return -1;
  }
}
