package dev.pawl.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.pawl.persistence.Database;
import dev.pawl.persistence.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.EventRejectedException;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The journal as persistent actors use it, on two nodes. */
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
class GroupCommitJournalTest {

  private final TestDatabase test;
  private final Database database;
  private final ActorTestKit node;
  private final ActorTestKit otherNode;

  GroupCommitJournalTest(TestDatabase.Kind kind) {
    test = TestDatabase.create(kind);
    database = test.open();
    node = ActorTestKit.create("node", config());
    otherNode = ActorTestKit.create("other", config());
  }

  private Config config() {
    return database
        .pekkoConfig()
        .withFallback(ConfigFactory.parseString("pekko.loglevel = OFF"))
        .withFallback(ConfigFactory.load());
  }

  @AfterEach
  void close() {
    node.shutdownTestKit();
    otherNode.shutdownTestKit();
    database.close();
    test.close();
  }

  /**
   * Asks a counter for one more row; it answers with its number, and does not answer when it was
   * not stored.
   */
  private record Step(ActorRef<Long> replyTo) {}

  /** An execution that does nothing but write rows. */
  private static final class Counter extends EventSourcedBehavior<Step, ExecutionRow, List<Long>> {

    private final ActorContext<Step> context;
    private final String arn;

    Counter(ActorContext<Step> context, String arn) {
      super(PersistenceId.ofUniqueId(arn));
      this.context = context;
      this.arn = arn;
    }

    static Behavior<Step> create(String arn) {
      return Behaviors.supervise(Behaviors.<Step>setup(context -> new Counter(context, arn)))
          .onFailure(
              EventRejectedException.class, SupervisorStrategy.restart().withLoggingEnabled(false));
    }

    @Override
    public List<Long> emptyState() {
      return List.of();
    }

    @Override
    public CommandHandler<Step, ExecutionRow, List<Long>> commandHandler() {
      return newCommandHandlerBuilder().forAnyState().onCommand(Step.class, this::step).build();
    }

    private org.apache.pekko.persistence.typed.javadsl.Effect<ExecutionRow, List<Long>> step(
        Step step) {
      var next = lastSequenceNumber(context) + 1;
      return Effect()
          .persist(ExecutionRow.of(Rows.events(next), Rows.running(arn, next)))
          .thenRun(state -> step.replyTo.tell((long) state.size() / 2));
    }

    @Override
    public EventHandler<List<Long>, ExecutionRow> eventHandler() {
      return newEventHandlerBuilder().forAnyState().onAnyEvent(Counter::evolve);
    }

    private static List<Long> evolve(List<Long> ids, ExecutionRow row) {
      var all = new ArrayList<>(ids);
      row.events().forEach(event -> all.add(event.id()));
      return List.copyOf(all);
    }
  }

  private static long step(ActorTestKit node, ActorRef<Step> counter) {
    var probe = node.createTestProbe(Long.class);
    counter.tell(new Step(probe.getRef()));
    return probe.receiveMessage(Duration.ofSeconds(10));
  }

  @Test
  void anExecutionGoesOnWhereItsJournalEnds() {
    var arn = Rows.arn("a");
    var counter = node.spawn(Counter.create(arn));
    for (var i = 1; i <= 5; i++) {
      assertThat(step(node, counter)).isEqualTo(i);
    }

    var successor = otherNode.spawn(Counter.create(arn));

    assertThat(step(otherNode, successor)).isEqualTo(6);
    assertThat(database.executions().find(arn).orElseThrow().seqNr()).isEqualTo(6);
    assertThat(database.histories().last(arn).orElseThrow().events()).isEqualTo(Rows.events(6));
  }

  @Test
  void aStaleOwnerIsFencedRecoversAndGoesOn() {
    var arn = Rows.arn("a");
    var stale = node.spawn(Counter.create(arn));
    assertThat(step(node, stale)).isEqualTo(1);
    var owner = otherNode.spawn(Counter.create(arn));
    assertThat(step(otherNode, owner)).isEqualTo(2);

    var fenced = node.createTestProbe(Long.class);
    stale.tell(new Step(fenced.getRef()));
    fenced.expectNoMessage(Duration.ofMillis(300));

    assertThat(step(node, stale)).isEqualTo(3);
  }

  @Test
  void bystandersDoNotFeelThatOthersAreFenced() {
    var arn = Rows.arn("a");
    var stale = node.spawn(Counter.create(arn));
    var owner = otherNode.spawn(Counter.create(arn));
    var bystanders = new ArrayList<ActorRef<Step>>();
    for (var i = 0; i < 20; i++) {
      bystanders.add(node.spawn(Counter.create(Rows.arn("by" + i))));
    }
    var ignored = node.createTestProbe(Long.class);

    for (var round = 1; round <= 10; round++) {
      stale.tell(new Step(ignored.getRef()));
      owner.tell(new Step(otherNode.createTestProbe(Long.class).getRef()));
      var answers = node.createTestProbe(Long.class);
      bystanders.forEach(bystander -> bystander.tell(new Step(answers.getRef())));
      for (var i = 0; i < bystanders.size(); i++) {
        assertThat(answers.receiveMessage(Duration.ofSeconds(10))).isEqualTo(round);
      }
    }

    assertThat(database.writer().metrics().fenced()).isPositive();
  }

  /** A persistent actor that is no execution. */
  private static final class Notes extends EventSourcedBehavior<Step, String, Long> {

    Notes(String id) {
      super(PersistenceId.ofUniqueId(id));
    }

    @Override
    public Long emptyState() {
      return 0L;
    }

    @Override
    public CommandHandler<Step, String, Long> commandHandler() {
      return newCommandHandlerBuilder()
          .forAnyState()
          .onCommand(
              Step.class,
              step ->
                  Effect()
                      .persist(List.of("one", "two"))
                      .thenRun(count -> step.replyTo.tell(count)))
          .build();
    }

    @Override
    public EventHandler<Long, String> eventHandler() {
      return newEventHandlerBuilder().forAnyState().onAnyEvent((count, note) -> count + 1);
    }

    @Override
    public org.apache.pekko.persistence.typed.javadsl.RetentionCriteria retentionCriteria() {
      return org.apache.pekko.persistence.typed.javadsl.RetentionCriteria.snapshotEvery(4, 1);
    }

    @Override
    public java.util.Set<String> tagsFor(String note) {
      return java.util.Set.of("note");
    }
  }

  @Test
  void otherPersistentActorsKeepTheirEventsTagsAndSnapshotsHereToo() {
    var notes = node.spawn(new Notes("notes"));
    for (var i = 1; i <= 3; i++) {
      assertThat(step(node, notes)).isEqualTo(2 * i);
    }
    node.stop(notes);

    assertThat(step(otherNode, otherNode.spawn(new Notes("notes")))).isEqualTo(8);
  }
}
