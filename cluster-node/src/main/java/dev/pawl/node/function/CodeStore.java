package dev.pawl.node.function;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The unpacked code of functions, one directory per SHA-256, shared by all processes that run it
 * and deleted when none has used it for a while. A directory appears with all its files or not at
 * all.
 */
final class CodeStore {
  private static final Logger log = LoggerFactory.getLogger(CodeStore.class);

  private final Path directory;
  private final FunctionCode code;
  private final long unzippedBytesMax;
  private final Duration retention;
  private final Executor executor;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Entry> entries = new HashMap<>();

  CodeStore(FunctionSettings settings, FunctionCode code, Executor executor) throws IOException {
    this.directory = settings.directory().resolve("code");
    this.code = code;
    this.unzippedBytesMax = settings.unzippedBytesMax();
    this.retention = settings.codeRetention();
    this.executor = executor;
    Files.createDirectories(directory);
    findEarlierOnes();
  }

  /**
   * The directory with this code; the caller gives it back with {@link #release} once for each
   * call, failed ones too.
   */
  CompletableFuture<Path> acquire(FunctionSpec spec) {
    String name = directoryName(spec.codeSha256());
    lock.lock();
    try {
      Entry entry = entries.computeIfAbsent(name, n -> new Entry());
      entry.uses++;
      if (entry.path == null || entry.path.isCompletedExceptionally()) {
        entry.path = prepare(name, spec);
      }
      return entry.path;
    } finally {
      lock.unlock();
    }
  }

  void release(FunctionSpec spec) {
    lock.lock();
    try {
      Entry entry = entries.get(directoryName(spec.codeSha256()));
      if (entry == null || entry.uses == 0) {
        throw new AssertionError("Expected code in use, but " + spec.codeSha256() + " is not.");
      }
      entry.uses--;
      entry.unusedSince = System.nanoTime();
    } finally {
      lock.unlock();
    }
  }

  /** Deletes what nobody has used for the retention time. */
  void sweep() {
    lock.lock();
    try {
      long now = System.nanoTime();
      entries
          .entrySet()
          .removeIf(entry -> {
            boolean old = entry.getValue().isUnused(now, retention);
            // Renamed under the lock: whoever acquires it now unpacks it anew.
            return old && discard(directory.resolve(entry.getKey()));
          });
    } finally {
      lock.unlock();
    }
  }

  private CompletableFuture<Path> prepare(String name, FunctionSpec spec) {
    Path target = directory.resolve(name);
    if (Files.isDirectory(target)) {
      return CompletableFuture.completedFuture(target);
    }
    // Asked for on the executor: neither a slow source nor one that throws is met under the lock.
    return CompletableFuture.completedFuture(spec)
        .thenComposeAsync(s -> code.zip(s.arn(), s.codeSha256()), executor)
        .thenApplyAsync(zip -> unpack(zip, spec.codeSha256(), target), executor);
  }

  private Path unpack(byte[] zip, String sha256, Path target) {
    Path temporary = directory.resolve("unpacking-" + UUID.randomUUID());
    try {
      String found = Base64.getEncoder().encodeToString(sha256().digest(zip));
      if (!found.equals(sha256)) {
        throw new IOException("Expected code with SHA-256 " + sha256 + ", but it has " + found);
      }
      Files.createDirectory(temporary);
      CodeArchive.unpack(zip, temporary, unzippedBytesMax);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      return target;
    } catch (FileSystemException e) {
      FileTree.delete(temporary);
      if (Files.isDirectory(target)) {
        return target;
      }
      throw new UncheckedIOException(e);
    } catch (IOException e) {
      FileTree.delete(temporary);
      throw new UncheckedIOException(e);
    }
  }

  private boolean discard(Path path) {
    if (!Files.exists(path)) {
      return true;
    }
    Path doomed = directory.resolve("unpacking-" + UUID.randomUUID());
    try {
      Files.move(path, doomed, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      log.warn("Could not delete the unused code {}", path, e);
      return false;
    }
    executor.execute(() -> FileTree.delete(doomed));
    return true;
  }

  private void findEarlierOnes() throws IOException {
    try (var paths = Files.list(directory)) {
      for (Path path : paths.toList()) {
        if (path.getFileName().toString().startsWith("unpacking-")) {
          FileTree.delete(path);
        } else {
          entries.put(path.getFileName().toString(), new Entry());
        }
      }
    }
  }

  private static String directoryName(String sha256) {
    return HexFormat.of().formatHex(Base64.getDecoder().decode(sha256));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static final class Entry {
    private @org.jspecify.annotations.Nullable CompletableFuture<Path> path;
    private int uses;
    private long unusedSince = System.nanoTime();

    boolean isUnused(long now, Duration retention) {
      return uses == 0 && TimeUnit.NANOSECONDS.toMillis(now - unusedSince) >= retention.toMillis();
    }
  }
}
