package dev.pawl.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.protocol.grpc.v1.ExecutionStatus;
import dev.pawl.protocol.grpc.v1.StartRequest;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The worker in {@code examples/grpc-worker} compiles, and works. */
class GrpcWorkerExampleTest {

  @Test
  void theExampleDoesTheTasksOfAnActivity(@TempDir Path directory) throws Exception {
    try (var node = GrpcNode.start(directory.resolve("data"))) {
      var activity = node.activity("shout");
      var machine = node.machine("shout", GrpcNode.steps(List.of(activity)));
      var worker = run(compiled(directory), node.address.defaultPort(), activity);

      var loud = GrpcNode.soon(node.executions.startAndWait(start(machine, "{\"say\":\"hello\"}")));
      var quiet =
          GrpcNode.soon(node.executions.startAndWait(start(machine, "{\"say\":\"quiet\"}")));

      assertThat(loud.getOutput()).isEqualTo("{\"SAY\":\"HELLO\"}");
      assertThat(quiet.getStatus()).isEqualTo(ExecutionStatus.EXECUTION_STATUS_FAILED);
      assertThat(quiet.getError()).isEqualTo("Quiet");
      worker.interrupt();
      worker.join();
    }
  }

  private static StartRequest start(String machine, String input) {
    return StartRequest.newBuilder().setStateMachineArn(machine).setInput(input).build();
  }

  private static Path compiled(Path directory) throws Exception {
    var source = examples().resolve("grpc-worker/GrpcWorker.java");
    var classes = Files.createDirectory(directory.resolve("classes"));
    var result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString(),
                source.toString());
    assertThat(result).isZero();
    return classes;
  }

  private static Path examples() {
    for (var place = Path.of("").toAbsolutePath(); place != null; place = place.getParent()) {
      if (Files.isDirectory(place.resolve("examples"))) {
        return place.resolve("examples");
      }
    }
    throw new AssertionError("Expected the examples above the working directory.");
  }

  private static Thread run(Path classes, int port, String activity) throws Exception {
    var loader = new URLClassLoader(new java.net.URL[] {classes.toUri().toURL()});
    var main = loader.loadClass("GrpcWorker").getMethod("main", String[].class);
    var ready = new CompletableFuture<Void>();
    var thread =
        new Thread(() -> {
          try {
            ready.complete(null);
            main.invoke(
                null, (Object) new String[] {"127.0.0.1", Integer.toString(port), activity});
          } catch (ReflectiveOperationException e) {
            // Interrupted, at the end of the test.
          }
        });
    thread.setDaemon(true);
    thread.start();
    ready.join();
    return thread;
  }
}
