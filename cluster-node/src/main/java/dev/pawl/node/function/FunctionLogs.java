package dev.pawl.node.function;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What the functions of this node have printed, with Lambda's START, END and REPORT lines. A
 * function that ran on several nodes has a log on each.
 */
public final class FunctionLogs {
  private final Path directory;
  private final long fileBytesMax;
  private final int filesMax;
  private final Map<String, FunctionLog> logs = new ConcurrentHashMap<>();

  FunctionLogs(Path directory, FunctionSettings settings) {
    this.directory = directory;
    this.fileBytesMax = settings.logFileBytesMax();
    this.filesMax = settings.logFilesMax();
  }

  /** The last lines, oldest first; empty when the function never ran here. */
  public List<LogLine> tail(String functionName, int count) {
    return of(functionName).tail(count);
  }

  /**
   * Gives every line from now on to the consumer, which must not block. Stops when the answer is
   * closed.
   *
   * @return closing it ends the following
   */
  public Following follow(String functionName, Consumer<LogLine> consumer) {
    FunctionLog followed = of(functionName);
    followed.addFollower(consumer);
    return () -> followed.removeFollower(consumer);
  }

  /** The functions that have a log here. */
  public List<String> functionNames() {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> logs = Files.list(directory)) {
      return logs.map(log -> log.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files of a function's log, oldest first; {@link LogLine#written} is how its lines are. */
  public List<Path> files(String functionName) {
    return of(functionName).files();
  }

  FunctionLog of(String functionName) {
    return logs.computeIfAbsent(
        functionName.replaceAll("[^a-zA-Z0-9_-]", "_"),
        name -> new FunctionLog(directory.resolve(name), fileBytesMax, filesMax));
  }

  /** A consumer being given lines. */
  @FunctionalInterface
  public interface Following extends AutoCloseable {
    @Override
    void close();
  }
}
