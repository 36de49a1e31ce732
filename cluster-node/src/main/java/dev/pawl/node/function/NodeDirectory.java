package dev.pawl.node.function;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The directory of one node, locked for as long as the node lives. A second node on the same
 * machine and data directory gets one of its own, so that neither takes the other's processes for
 * leftovers.
 */
record NodeDirectory(Path path, FileChannel channel) implements AutoCloseable {
  /** Nodes on one machine and one data directory. */
  static final int NODES_MAX = 64;

  /**
   * Those of this JVM. The system forgets a lock when any channel of the process on that file is
   * closed, so a taken file must not even be opened.
   */
  private static final Set<Path> TAKEN = ConcurrentHashMap.newKeySet();

  /** {@code functions}, or {@code functions-2} and so on. */
  static NodeDirectory take(Path wanted) throws IOException {
    for (int i = 1; i <= NODES_MAX; i++) {
      Path path = i == 1 ? wanted : wanted.resolveSibling(wanted.getFileName() + "-" + i);
      NodeDirectory taken = tryToTake(path);
      if (taken != null) {
        return taken;
      }
    }
    throw new IOException(
        "Expected at most "
            + NODES_MAX
            + " nodes in one data directory, but "
            + wanted
            + " has more.");
  }

  private static @Nullable NodeDirectory tryToTake(Path path) throws IOException {
    Files.createDirectories(path);
    Path real = path.toRealPath();
    if (!TAKEN.add(real)) {
      return null;
    }
    FileChannel channel =
        FileChannel.open(real.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (channel.tryLock() != null) {
      return new NodeDirectory(real, channel);
    }
    channel.close();
    TAKEN.remove(real);
    return null;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      TAKEN.remove(path);
    }
  }
}
