package dev.pawl.node.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.engine.json.Payload;
import java.time.Duration;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a worker on a stream says to the dispatcher, and what it takes from it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamingWorkerTest {

  private static final String ACTIVITY = "arn:aws:states:us-east-1:000000000000:activity:a";

  private ActorTestKit kit;

  @BeforeAll
  void start() {
    kit = ActorTestKit.create();
  }

  @AfterAll
  void stop() {
    kit.shutdownTestKit();
  }

  /** A worker before a dispatcher that the test plays. */
  private final class Scene implements TaskStream.Worker {
    final TestProbe<ActivityDispatcher.Message> dispatcher =
        kit.createTestProbe(ActivityDispatcher.Message.class);
    final TestProbe<String> taken = kit.createTestProbe(String.class);
    final TestProbe<String> returned = kit.createTestProbe(String.class);
    volatile @Nullable ActivityPollersExceeded refusal;
    final ActorRef<StreamingWorker.Message> worker =
        kit.spawn(
            StreamingWorker.create(
                ACTIVITY,
                "w",
                this,
                new StreamingWorker.Ways(dispatcher.getRef()::tell, returned.getRef()::tell),
                7));

    @Override
    public void take(ActivityTask task) {
      taken.getRef().tell(task.taskToken());
    }

    @Override
    public void refuse(ActivityPollersExceeded refused) {
      refusal = refused;
    }

    ActivityDispatcher.Demand demand() {
      return dispatcher.expectMessageClass(ActivityDispatcher.Demand.class);
    }

    void send(String token) {
      worker.tell(new ActivityDispatcher.TaskFound(token, Payload.ofStoredText("{}")));
    }
  }

  @Test
  void itSaysHowManyTasksMayComeInAllAndHowManyHave() {
    var scene = new Scene();

    scene.worker.tell(new StreamingWorker.Allow(2));
    var first = scene.demand();
    scene.send("a");
    scene.worker.tell(new StreamingWorker.Allow(1));
    var second = scene.demand();

    assertThat(first.limit()).isEqualTo(2);
    assertThat(first.received()).isZero();
    assertThat(second.limit()).isEqualTo(3);
    assertThat(second.received()).isEqualTo(1);
    assertThat(second.pollId()).isEqualTo(first.pollId());
    assertThat(second.workerName()).isEqualTo("w");
  }

  @Test
  void whatComesBeyondTheLimitIsGivenBack() {
    var scene = new Scene();
    scene.worker.tell(new StreamingWorker.Allow(1));
    scene.demand();

    scene.send("a");
    scene.send("b");
    scene.worker.tell(new StreamingWorker.Allow(1));
    scene.send("c");

    scene.taken.expectMessage("a");
    scene.taken.expectMessage("c");
    scene.returned.expectMessage("b");
    scene.taken.expectNoMessage(Duration.ofMillis(200));
  }

  @Test
  void whatComesAfterTheEndIsGivenBack() {
    var scene = new Scene();
    scene.worker.tell(new StreamingWorker.Allow(2));
    scene.demand();

    scene.worker.tell(new StreamingWorker.End());
    scene.send("a");

    scene.returned.expectMessage("a");
    scene.dispatcher.expectMessageClass(ActivityDispatcher.EndPoll.class);
    scene.taken.expectNoMessage(Duration.ofMillis(200));
  }

  @Test
  void whatWasLostIsAskedForAnewOnceNothingComes() {
    var scene = new Scene();
    scene.worker.tell(new StreamingWorker.Allow(3));
    scene.demand();
    scene.send("a");

    scene.worker.tell(new StreamingWorker.SayAgain());
    assertThat(scene.demand().anew()).isFalse();
    scene.worker.tell(new StreamingWorker.SayAgain());
    assertThat(scene.demand().anew()).isTrue();
    scene.send("b");
    scene.worker.tell(new StreamingWorker.SayAgain());
    assertThat(scene.demand().anew()).isFalse();
  }

  @Test
  void itSaysItAgainToADispatcherThatHasMoved() {
    var scene = new Scene();
    scene.worker.tell(new StreamingWorker.Allow(3));
    var before = scene.demand();

    scene.worker.tell(new ActivityDispatcher.Moved());

    assertThat(scene.demand()).isEqualTo(before);
  }

  @Test
  void oneTooManyIsRefused() {
    var scene = new Scene();
    scene.worker.tell(new StreamingWorker.Allow(1));
    scene.demand();

    scene.worker.tell(new ActivityDispatcher.TooManyPollers());

    scene.dispatcher.expectTerminated(scene.worker, Duration.ofSeconds(10));
    assertThat(scene.refusal).hasMessageContaining("at most 7 workers");
  }

  @Test
  void atTheEndItLeavesTheQueue() {
    var scene = new Scene();
    scene.worker.tell(new StreamingWorker.Allow(1));
    var demand = scene.demand();

    scene.worker.tell(new StreamingWorker.End());

    assertThat(scene.dispatcher.receiveMessage())
        .isEqualTo(new ActivityDispatcher.EndPoll(demand.pollId()));
  }
}
