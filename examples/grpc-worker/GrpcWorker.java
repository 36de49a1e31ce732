import com.typesafe.config.ConfigFactory;
import dev.pawl.protocol.grpc.v1.Credit;
import dev.pawl.protocol.grpc.v1.Failure;
import dev.pawl.protocol.grpc.v1.NodeMessage;
import dev.pawl.protocol.grpc.v1.Open;
import dev.pawl.protocol.grpc.v1.Outcome;
import dev.pawl.protocol.grpc.v1.Success;
import dev.pawl.protocol.grpc.v1.Task;
import dev.pawl.protocol.grpc.v1.WorkerMessage;
import dev.pawl.protocol.grpc.v1.WorkersClient;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.grpc.GrpcClientSettings;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.RestartSettings;
import org.apache.pekko.stream.javadsl.RestartSource;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;

/**
 * Works for one activity over one gRPC stream, on eight tasks at a time, until it is interrupted.
 * When the stream breaks it opens another one, and sends the answers there.
 */
public final class GrpcWorker {

  private static final int TASKS_AT_ONCE = 8;

  /** Answers that wait to be sent; there are never more than tasks and credits for them. */
  private static final int WAITING_MAX = 4 * TASKS_AT_ONCE;

  /** The stream that is open now: answers go there, whichever stream their task came by. */
  private volatile BoundedSourceQueue<WorkerMessage> current;

  private GrpcWorker() {}

  /**
   * @param arguments host, port, ARN of the activity
   */
  public static void main(String[] arguments) throws InterruptedException {
    var system = ActorSystem.create("worker", ConfigFactory.load());
    var node =
        GrpcClientSettings.connectToServiceAt(arguments[0], Integer.parseInt(arguments[1]), system)
            .withTls(false);
    var client = WorkersClient.create(node, system);
    var worker = new GrpcWorker();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      RestartSource.withBackoff(
              RestartSettings.create(Duration.ofMillis(200), Duration.ofSeconds(10), 0.2),
              () -> worker.connected(client, arguments[2], threads, system))
          .runWith(Sink.ignore(), system)
          .toCompletableFuture()
          .get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Expected the worker to go on.", e);
    } finally {
      client.close();
      system.terminate();
    }
  }

  private Source<NodeMessage, NotUsed> connected(
      WorkersClient client, String activityArn, Executor threads, ActorSystem system) {
    var stream = Source.<WorkerMessage>queue(WAITING_MAX).preMaterialize(system);
    var said = stream.first();
    current = said;
    said.offer(open(activityArn));
    said.offer(credit(TASKS_AT_ONCE));
    return client
        .work(stream.second())
        .map(message -> {
          switch (message.getMessageCase()) {
            case TASK -> threads.execute(() -> work(message.getTask(), said));
            case OUTCOME -> report(message.getOutcome());
            case MESSAGE_NOT_SET -> System.err.println("A message that this worker does not know.");
          }
          return message;
        });
  }

  private void work(Task task, BoundedSourceQueue<WorkerMessage> cameBy) {
    var answer = answer(task);
    try {
      while (!current.offer(answer).isEnqueued()) {
        Thread.sleep(100); // there is no stream just now
      }
      cameBy.offer(credit(1)); // there is room for another one
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The work: it shouts. */
  private static WorkerMessage answer(Task task) {
    var token = task.getTaskToken();
    System.out.println("works on " + task.getInput());
    if (task.getInput().contains("\"quiet\"")) {
      return WorkerMessage.newBuilder()
          .setFailure(
              Failure.newBuilder().setTaskToken(token).setError("Quiet").setCause("It must not."))
          .build();
    }
    var output = task.getInput().toUpperCase(java.util.Locale.ROOT);
    return WorkerMessage.newBuilder()
        .setSuccess(Success.newBuilder().setTaskToken(token).setOutput(output))
        .build();
  }

  private static void report(Outcome outcome) {
    if (outcome.getResult() != Outcome.Result.RESULT_ACCEPTED) {
      System.err.println("not accepted: " + outcome.getError() + ", " + outcome.getMessage());
    }
  }

  private static WorkerMessage open(String activityArn) {
    return WorkerMessage.newBuilder()
        .setOpen(Open.newBuilder().setActivityArn(activityArn).setWorkerName("grpc-worker"))
        .build();
  }

  private static WorkerMessage credit(int tasks) {
    return WorkerMessage.newBuilder().setCredit(Credit.newBuilder().setTasks(tasks)).build();
  }
}
