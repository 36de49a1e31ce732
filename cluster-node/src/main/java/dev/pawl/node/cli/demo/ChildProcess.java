package dev.pawl.node.cli.demo;

import dev.pawl.node.cli.process.NewJvm;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process that the demonstration has started, with its output in a file. */
final class ChildProcess {

  private static final int LAST_LINES = 15;
  private static final long STOP_SECONDS = 20;

  private final Process process;
  private final Path log;

  private ChildProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts a JVM with the class path of this one. */
  static ChildProcess startJava(
      List<String> jvmOptions, String mainClass, List<String> arguments, Path log)
      throws IOException {
    var command = new ArrayList<String>();
    command.add(NewJvm.java());
    command.addAll(jvmOptions);
    command.add("-cp");
    command.add(absolute(System.getProperty("java.class.path")));
    command.add(mainClass);
    command.addAll(arguments);
    return start(command, Map.of(), log);
  }

  /** Starts a program; the variables are added to the environment of this process. */
  static ChildProcess start(List<String> command, Map<String, String> variables, Path log)
      throws IOException {
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(variables);
    builder.redirectInput(NewJvm.noInput());
    return new ChildProcess(builder.start(), log);
  }

  long pid() {
    return process.pid();
  }

  /** The processes it has started, and those they have started. */
  List<ProcessHandle> descendants() {
    return process.descendants().toList();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL: the process gets no chance to save anything. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** SIGTERM, and SIGKILL if that is not heard. Says whether it was heard. */
  boolean stop() throws InterruptedException {
    process.destroy();
    if (process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
      return true;
    }
    kill();
    return false;
  }

  /** The end of its log, for an error message. */
  String lastWords() {
    try (var lines = Files.lines(log)) {
      var all = lines.toList();
      return String.join("\n", all.subList(Math.max(0, all.size() - LAST_LINES), all.size()));
    } catch (IOException | UncheckedIOException e) {
      return "(its log " + log + " cannot be read)";
    }
  }

  private static String absolute(String classPath) {
    var elements = new ArrayList<String>();
    for (var element : classPath.split(File.pathSeparator)) {
      elements.add(Path.of(element).toAbsolutePath().toString());
    }
    return String.join(File.pathSeparator, elements);
  }
}
