package dev.pawl.node.function;

import static dev.pawl.node.function.FunctionPoolTest.awaitDeath;
import static dev.pawl.node.function.TestFunctions.settings;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No process of a function outlives its node, however the node ends. */
class OrphanTest {
  @TempDir Path data;

  /** A node of its own: one function that hangs and has children, and one that is idle. */
  static final class Node {
    private Node() {}

    public static void main(String[] args) throws Exception {
      TestFunctions functions = new TestFunctions();
      FunctionPool pool = new FunctionPool(settings(Path.of(args[0])), functions);
      pool.logs()
          .follow(
              "busy",
              line -> {
                if (line.text().startsWith("children")) {
                  System.out.println(line.text());
                }
              });
      FunctionSpec idle = functions.provided("idle", "any");
      System.out.println(
          "idle " + TestFunctions.text(TestFunctions.invoke(pool, idle, "{\"do\":\"pid\"}")));
      TestFunctions.begin(
          pool, functions.provided("busy", "any"), "{\"do\":\"child\",\"hang\":true}");
      LockSupport.park();
    }
  }

  @Test
  void theProcessesDieWithANodeThatIsKilled() throws Exception {
    Process node = startNode();
    List<Long> pids = pidsOf(node);

    node.destroyForcibly().waitFor(10, TimeUnit.SECONDS);

    pids.forEach(FunctionPoolTest::awaitDeath);
  }

  @Test
  void theProcessesDieWithTheNodeAlthoughTheWatcherWasKilledFirst() throws Exception {
    assumeTrue(Commands.find("setpriv").isPresent(), "no setpriv here");
    Process node = startNode();
    List<Long> pids = pidsOf(node);
    List<ProcessHandle> watchers =
        node.children()
            .filter(child ->
                child.info().arguments().map(List::of).toString().contains("pawl-functions"))
            .toList();
    assertEquals(1, watchers.size(), node.children().map(ProcessHandle::info).toList().toString());

    watchers.forEach(ProcessHandle::destroyForcibly);
    node.destroyForcibly().waitFor(10, TimeUnit.SECONDS);

    awaitDeath(pids.getFirst());
    // The kernel kills what the node started; what that started in turn is killed by hand.
    pids.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
  }

  @Test
  void aProcessOfAnEarlierNodeIsKilledAtTheStart() throws Exception {
    Process leftover = new ProcessBuilder("sleep", "600").start();
    writePidFile(leftover, leftover.info().startInstant().orElseThrow());

    new FunctionPool(settings(data), new TestFunctions()).close();

    assertTrue(leftover.waitFor(10, TimeUnit.SECONDS));
    try (var files = Files.list(data.resolve("functions/run"))) {
      assertEquals(List.of(), files.toList());
    }
  }

  @Test
  void aStrangerWithTheNumberOfAnEarlierProcessIsLeftAlone() throws Exception {
    Process stranger = new ProcessBuilder("sleep", "600").start();
    writePidFile(stranger, Instant.now().minusSeconds(3600));

    new FunctionPool(settings(data), new TestFunctions()).close();

    assertFalse(stranger.waitFor(500, TimeUnit.MILLISECONDS));
    stranger.destroyForcibly();
  }

  @Test
  void twoNodesInOneDataDirectoryDoNotKillEachOthersProcesses() {
    TestFunctions functions = new TestFunctions();
    FunctionSpec function = functions.provided("shared", "any");
    try (FunctionPool first = new FunctionPool(settings(data), functions)) {
      String pid = TestFunctions.text(TestFunctions.invoke(first, function, "{\"do\":\"pid\"}"));

      new FunctionPool(settings(data), functions).close();

      assertEquals(
          pid, TestFunctions.text(TestFunctions.invoke(first, function, "{\"do\":\"pid\"}")));
    }
  }

  private void writePidFile(Process process, Instant startedAt) throws IOException {
    Path run = Files.createDirectories(data.resolve("functions/run"));
    Files.writeString(run.resolve(process.pid() + ".pid"), startedAt.toString());
  }

  private Process startNode() throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            classPath,
            Node.class.getName(),
            data.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** The idle process, then the children of the other. */
  private static List<Long> pidsOf(Process node) throws IOException {
    BufferedReader reader = node.inputReader();
    String idle = String.valueOf(reader.readLine());
    assertTrue(idle.startsWith("idle "), idle);
    List<Long> children = FunctionPoolTest.children(String.valueOf(reader.readLine()));
    return List.of(
        Long.parseLong(idle.substring("idle ".length())), children.getFirst(), children.getLast());
  }
}
