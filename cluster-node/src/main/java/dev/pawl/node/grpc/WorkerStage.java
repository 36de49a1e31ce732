package dev.pawl.node.grpc;

import dev.pawl.node.api.ApiError;
import dev.pawl.node.task.ActivityPollersExceeded;
import dev.pawl.node.task.ActivityTask;
import dev.pawl.node.task.TaskStream;
import dev.pawl.protocol.grpc.v1.NodeMessage;
import dev.pawl.protocol.grpc.v1.Open;
import dev.pawl.protocol.grpc.v1.Outcome;
import dev.pawl.protocol.grpc.v1.Task;
import dev.pawl.protocol.grpc.v1.WorkerMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.jspecify.annotations.Nullable;

/**
 * One worker's stream. What it may hold has limits: tasks by the worker's credit, answers by {@link
 * #ANSWERS_MAX}, beyond which the worker is not listened to until it has read their outcomes.
 *
 * <p>A task is the worker's from the moment when the connection takes it. Until then it is only
 * lent: a task that the worker does not read in time, or whose stream ends, is offered again.
 */
final class WorkerStage extends GraphStage<FlowShape<WorkerMessage, NodeMessage>> {

  /** Tasks that a worker may have allowed and not yet been sent. */
  static final int CREDIT_MAX = 1_000;

  /** Answers under way, and outcomes that the worker has not read. */
  static final int ANSWERS_MAX = 256;

  private static final String LOOK = "look for what is not read";

  /** What a stream asks of its node. */
  interface Node {
    /** Fails if the worker cannot work for that activity. */
    CompletionStage<?> check(Open open);

    TaskStream stream(Open open, TaskStream.Worker worker);

    /** Never fails. */
    CompletionStage<Outcome> answer(WorkerMessage answer);
  }

  private final Inlet<WorkerMessage> in = Inlet.create("Worker.in");
  private final Outlet<NodeMessage> out = Outlet.create("Worker.out");
  private final FlowShape<WorkerMessage, NodeMessage> shape = FlowShape.of(in, out);
  private final Node node;
  private final Duration deliverWithin;

  WorkerStage(Node node, Duration deliverWithin) {
    this.node = node;
    this.deliverWithin = deliverWithin;
  }

  @Override
  public FlowShape<WorkerMessage, NodeMessage> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes inheritedAttributes) {
    return new Logic();
  }

  private record Lent(ActivityTask task, long sinceNanos) {}

  private final class Logic extends TimerGraphStageLogic implements TaskStream.Worker {
    private final Deque<Lent> lent = new ArrayDeque<>();
    private final Deque<Outcome> outcomes = new ArrayDeque<>();
    private final AsyncCallback<ActivityTask> taken = createAsyncCallback(this::onTask);
    private final AsyncCallback<Throwable> refused = createAsyncCallback(this::onRefused);
    private final AsyncCallback<Open> opened = createAsyncCallback(this::onOpened);
    private final AsyncCallback<Outcome> answered = createAsyncCallback(this::onAnswered);
    private boolean opening;
    private @Nullable TaskStream tasks;
    private int credit;
    private int answering;

    Logic() {
      super(shape);
      setHandler(in, new FromWorker());
      setHandler(out, new ToWorker());
    }

    @Override
    public void preStart() {
      pull(in);
      scheduleWithFixedDelay(LOOK, deliverWithin, deliverWithin);
    }

    @Override
    public void onTimer(Object look) {
      giveBackOverdue();
    }

    @Override
    public void postStop() {
      end();
    }

    private void end() {
      if (tasks != null) {
        tasks.end();
      }
      lent.forEach(task -> giveBack(task.task()));
      lent.clear();
    }

    private void giveBack(ActivityTask task) {
      if (tasks != null) {
        tasks.returned(task);
      }
    }

    // ---- from the worker

    private final class FromWorker extends AbstractInHandler {
      @Override
      public void onPush() {
        onMessage(grab(in));
      }

      @Override
      public void onUpstreamFinish() {
        end();
        endIfAnswered();
      }
    }

    private void onMessage(WorkerMessage message) {
      switch (message.getMessageCase()) {
        case OPEN -> onOpen(message.getOpen());
        case CREDIT -> onCredit(message.getCredit().getTasks());
        case SUCCESS, FAILURE, HEARTBEAT -> onAnswer(message);
        case MESSAGE_NOT_SET ->
            invalid("Expected open, credit, success, failure or heartbeat, but found none.");
      }
    }

    private void invalid(String text) {
      failStage(ApiError.validation(text));
    }

    private void onOpen(Open open) {
      if (opening || tasks != null) {
        invalid("Expected one open, at the beginning, but found another one.");
        return;
      }
      opening = true;
      node.check(open)
          .whenComplete((found, failure) -> {
            if (failure == null) {
              opened.invoke(open);
            } else {
              refused.invoke(failure);
            }
          });
    }

    private void onOpened(Open open) {
      opening = false;
      if (isClosed(in)) {
        completeStage();
        return;
      }
      tasks = node.stream(open, this);
      listen();
    }

    private void onCredit(int more) {
      if (tasks == null) {
        invalid("Expected open first, but found credit.");
      } else if (more < 1 || more > CREDIT_MAX - credit) {
        invalid(
            "Expected a credit from 1 to %d tasks, of which %d are allowed already, but found %d."
                .formatted(CREDIT_MAX, credit, more));
      } else {
        credit += more;
        tasks.allow(more);
        listen();
      }
    }

    private void onAnswer(WorkerMessage message) {
      if (tasks == null) {
        invalid("Expected open first, but found an answer.");
        return;
      }
      answering++;
      node.answer(message).thenAccept(answered::invoke);
      listen();
    }

    private void listen() {
      if (!isClosed(in) && !hasBeenPulled(in) && answering + outcomes.size() < ANSWERS_MAX) {
        pull(in);
      }
    }

    // ---- from the node

    @Override
    public void take(ActivityTask task) {
      taken.invoke(task);
    }

    @Override
    public void refuse(ActivityPollersExceeded refusal) {
      refused.invoke(refusal);
    }

    private void onTask(ActivityTask task) {
      if (isClosed(in)) {
        giveBack(task);
        return;
      }
      lent.addLast(new Lent(task, System.nanoTime()));
      send();
    }

    private void onRefused(Throwable failure) {
      failStage(failure);
    }

    private void onAnswered(Outcome outcome) {
      answering--;
      outcomes.addLast(outcome);
      send();
      endIfAnswered();
    }

    // ---- to the worker

    private final class ToWorker extends AbstractOutHandler {
      @Override
      public void onPull() {
        send();
        endIfAnswered();
      }
    }

    private void send() {
      if (!isAvailable(out)) {
        return;
      }
      if (!outcomes.isEmpty()) {
        push(out, NodeMessage.newBuilder().setOutcome(outcomes.removeFirst()).build());
        listen();
        return;
      }
      giveBackOverdue();
      var next = lent.pollFirst();
      if (next != null && tasks != null) {
        credit--;
        push(out, message(next.task()));
        tasks.delivered(next.task());
      }
    }

    /** What the worker has not read in time goes to another; its place is free again. */
    private void giveBackOverdue() {
      var before = System.nanoTime() - deliverWithin.toNanos();
      while (tasks != null && !lent.isEmpty() && lent.getFirst().sinceNanos() - before < 0) {
        giveBack(lent.removeFirst().task());
        tasks.allow(1);
      }
    }

    private static NodeMessage message(ActivityTask task) {
      return NodeMessage.newBuilder()
          .setTask(Task.newBuilder().setTaskToken(task.taskToken()).setInput(task.input().text()))
          .build();
    }

    /** The worker has closed its side, and knows all outcomes. */
    private void endIfAnswered() {
      if (isClosed(in) && !opening && answering == 0 && outcomes.isEmpty()) {
        completeStage();
      }
    }
  }
}
