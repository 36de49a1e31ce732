package dev.pawl.node.function;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the processes of functions and sees that none outlives the node, however the node ends.
 *
 * <ul>
 *   <li>Each process leads a session of its own ({@code setsid}), so that its whole tree can be
 *       killed as one group.
 *   <li>A watcher, one {@code /bin/sh} for the node, reads which groups there are from a pipe whose
 *       other end only the node holds. When the node is gone, even by SIGKILL, the pipe ends and
 *       the watcher kills the groups.
 *   <li>On Linux the kernel kills the process itself when the node dies ({@code setpriv
 *       --pdeathsig}), should the watcher have been killed too.
 *   <li>What is left in spite of that is found by its file in {@code run} and killed by the next
 *       node that starts in this directory.
 * </ul>
 *
 * <p>Where {@code setsid} and {@code setpriv} are missing (macOS), a process is killed with the
 * descendants it has at that moment, and the watcher kills the process without them.
 */
final class ProcessGuard implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ProcessGuard.class);
  private static final Duration START_TOLERANCE = Duration.ofSeconds(2);

  /**
   * {@code $1} is "-" when ids are groups. Terminal and termination signals are for the node; the
   * pipe tells us.
   */
  private static final String WATCHER =
      """
      trap '' HUP INT TERM
      set -f
      ids=
      while read -r op id; do
        case $op in
          add) ids="$ids $id" ;;
          kill) kill -s KILL -- "$1$id" 2>/dev/null ;;
          forget) kept=; for i in $ids; do [ "$i" = "$id" ] || kept="$kept $i"; done; ids=$kept ;;
        esac
      done
      for i in $ids; do kill -s KILL -- "$1$i" 2>/dev/null; done
      """;

  private final Path directory;
  private final List<String> prefix;
  private final List<String> watcherCommand;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<Long> pids = ConcurrentHashMap.newKeySet();
  private @Nullable Writer watcher;
  private boolean closed;

  /**
   * One thread starts all processes and lives as long as they: for Linux the parent of a process is
   * the thread that started it, and {@code pdeathsig} strikes when that thread ends.
   */
  private final ExecutorService starter =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("function-starter").daemon().factory());

  ProcessGuard(Path runDirectory, String runAs) throws IOException {
    this.directory = runDirectory;
    Optional<String> setsid = Commands.find("setsid");
    this.prefix = prefix(setsid, runAs);
    this.watcherCommand = new ArrayList<>(setsid.stream().toList());
    watcherCommand.addAll(
        List.of("/bin/sh", "-c", WATCHER, "pawl-functions", setsid.isPresent() ? "-" : ""));
    Files.createDirectories(directory);
    killLeftovers();
    say("");
  }

  /** Starts a process with exactly this environment; its output is appended to the file. */
  CompletableFuture<Process> start(
      List<String> command, Path workingDirectory, Map<String, String> environment, Path output) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return startHere(command, workingDirectory, environment, output);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        starter);
  }

  /** Kills the process and all its descendants. */
  void kill(Process process) {
    List<ProcessHandle> descendants = process.descendants().toList();
    say("kill " + process.pid() + "\n");
    process.destroyForcibly();
    descendants.forEach(ProcessHandle::destroyForcibly);
  }

  /** The process has ended; what it started goes with it. */
  void ended(Process process) {
    say("kill " + process.pid() + "\nforget " + process.pid() + "\n");
    pids.remove(process.pid());
    try {
      Files.deleteIfExists(pidFile(process.pid()));
    } catch (IOException e) {
      log.warn("Could not delete {}", pidFile(process.pid()), e);
    }
  }

  @Override
  public void close() {
    starter.shutdown();
    lock.lock();
    try {
      closed = true;
      if (watcher != null) {
        watcher.close();
      }
    } catch (IOException alreadyGone) {
      log.debug("The watcher was gone", alreadyGone);
    } finally {
      lock.unlock();
    }
  }

  private Process startHere(
      List<String> command, Path workingDirectory, Map<String, String> environment, Path output)
      throws IOException {
    List<String> whole = new ArrayList<>(prefix);
    whole.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(whole)
            .directory(workingDirectory.toFile())
            .redirectErrorStream(true)
            .redirectInput(new File("/dev/null"))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    pids.add(process.pid());
    say("add " + process.pid() + "\n");
    Instant startedAt = process.info().startInstant().orElse(Instant.EPOCH);
    Files.writeString(pidFile(process.pid()), startedAt.toString());
    return process;
  }

  private Path pidFile(long pid) {
    return directory.resolve(pid + ".pid");
  }

  /** A watcher that somebody killed is started anew and told of all there are. */
  private void say(String words) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      if (watcher != null && tell(watcher, words)) {
        return;
      }
      watcher = startWatcher();
      StringBuilder all = new StringBuilder();
      pids.forEach(pid -> all.append("add ").append(pid).append('\n'));
      tell(watcher, all + words);
    } catch (IOException e) {
      log.error("Could not start the watcher of the functions' processes", e);
    } finally {
      lock.unlock();
    }
  }

  private static boolean tell(Writer watcher, String words) {
    try {
      watcher.write(words);
      watcher.flush();
      return true;
    } catch (IOException gone) {
      return false;
    }
  }

  private Writer startWatcher() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(watcherCommand)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().keySet().retainAll(Set.of("PATH"));
    return builder.start().outputWriter(StandardCharsets.US_ASCII);
  }

  private void killLeftovers() throws IOException {
    try (var files = Files.newDirectoryStream(directory, "*.pid")) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        long pid = Long.parseLong(name.substring(0, name.length() - ".pid".length()));
        Instant startedAt = Instant.parse(Files.readString(file).trim());
        ProcessHandle.of(pid).filter(p -> startedAt(p, startedAt)).ifPresent(this::killLeftover);
      }
    } catch (DateTimeException | NumberFormatException e) {
      log.warn("Expected process ids and times in {}", directory, e);
    }
  }

  /** Another process may have got the number since. */
  private static boolean startedAt(ProcessHandle process, Instant expected) {
    return process
        .info()
        .startInstant()
        .map(at -> Duration.between(at, expected).abs().compareTo(START_TOLERANCE) <= 0)
        .orElse(false);
  }

  private void killLeftover(ProcessHandle process) {
    log.warn("Killing process {} of a function, left by an earlier node", process.pid());
    List<ProcessHandle> descendants = process.descendants().toList();
    say("kill " + process.pid() + "\n");
    process.destroyForcibly();
    descendants.forEach(ProcessHandle::destroyForcibly);
    try {
      process.onExit().get(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      log.warn("Process {} does not end", process.pid());
    }
  }

  private static List<String> prefix(Optional<String> setsid, String runAs) throws IOException {
    List<String> prefix = new ArrayList<>(setsid.stream().toList());
    Optional<String> setpriv = Commands.find("setpriv");
    if (setpriv.isPresent()) {
      prefix.addAll(List.of(setpriv.get(), "--pdeathsig", "KILL", "--no-new-privs"));
      if (!runAs.isEmpty()) {
        String group = Commands.output(List.of("id", "-g", runAs)).strip();
        prefix.addAll(List.of("--reuid", runAs, "--regid", group, "--init-groups"));
      }
      prefix.add("--");
    } else if (!runAs.isEmpty()) {
      throw new IOException(
          "Expected 'setpriv' (util-linux) to be installed: pawl.functions.run-as = "
              + runAs
              + " needs it.");
    }
    return prefix;
  }
}
