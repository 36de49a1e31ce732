package dev.pawl.engine.simulation;

import dev.pawl.engine.execution.Decider;
import dev.pawl.engine.execution.Quotas;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Everything there is in one life: clock, journal, network, nodes, and the people outside. One seed
 * decides all that happens, one small step at a time; nothing in here reads a real clock or draws a
 * real random number.
 */
final class World {
  private static final Instant BIRTH = Instant.parse("2026-01-01T00:00:00Z");
  private static final int NODES = 3;
  private static final Duration PATIENCE = Duration.ofHours(1);
  private static final int ROUNDS_MAX = 3_000;
  private static final int TRACE_LINES_MAX = 400;

  private final SplittableRandom random;
  private final Faults drawnFaults;
  private final Mistake mistake;
  private final Decider decider;
  private final Journal journal;
  private final MapRunRows mapRuns = new MapRunRows();
  private final Network network;
  private final Sharding sharding;
  private final Functions functions;
  private final Workers workers;
  private final Clients clients;
  private final List<Node> nodes = new ArrayList<>();
  private final List<Invariant> invariants = Invariants.all();
  private final Revisions revisions = new Revisions();
  private final Deque<Supplier<String>> trace = new ArrayDeque<>();
  private final boolean tracing;
  private final boolean parks;
  private Faults faults;
  private Instant now = BIRTH;
  private long numbers;

  World(long seed, Mistake mistake, boolean tracing) {
    this(new SplittableRandom(seed), mistake, tracing, Faults::drawn);
  }

  /** A world in which nothing goes wrong but what a test does to it. */
  static World withoutFaults(long seed, Mistake mistake) {
    return new World(new SplittableRandom(seed), mistake, false, ignored -> Faults.NONE);
  }

  private World(
      SplittableRandom random,
      Mistake mistake,
      boolean tracing,
      Function<SplittableRandom, Faults> faults) {
    this.random = random;
    this.mistake = mistake;
    this.tracing = tracing;
    this.drawnFaults = faults.apply(random);
    this.faults = drawnFaults;
    this.parks = random.nextBoolean();
    this.decider = new Decider(quotas());
    this.journal = new Journal();
    this.network = new Network(this);
    this.sharding = new Sharding(this);
    this.functions = new Functions(this);
    this.workers = new Workers(this);
    this.clients = new Clients(this);
    for (int i = 0; i < NODES; i++) {
      nodes.add(new Node(this, i));
    }
    nodes.forEach(Node::hearOfMembers);
    journal.permits().draw(this);
  }

  private Quotas quotas() {
    return new Quotas(
        random.nextInt(8) == 0 ? 20 + random.nextInt(60) : 25_000,
        random.nextInt(8) == 0 ? 600 : 262_144,
        random.nextInt(2) == 0 ? 1 + random.nextInt(12) : 1_000,
        random.nextInt(4) == 0 ? 500 : 1_048_576,
        1 + random.nextInt(4),
        Duration.ofDays(365),
        Duration.ofMinutes(5),
        1_048_576);
  }

  // ---- chance, time, and what is told

  Faults faults() {
    return faults;
  }

  SplittableRandom random() {
    return random;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean happens(double probability) {
    return probability > 0 && random.nextDouble() < probability;
  }

  <T> T oneOf(List<T> choices) {
    return choices.get(below(choices.size()));
  }

  /** A number that no one else in this life has. */
  long nextNumber() {
    return ++numbers;
  }

  Mistake mistake() {
    return mistake;
  }

  boolean makes(Mistake asked) {
    return mistake == asked;
  }

  Instant now() {
    return now;
  }

  /** The time on the fastest clock there can be. */
  Instant latestClock() {
    return now.plusMillis(faults.clockSkewMillis());
  }

  void tell(Supplier<String> line) {
    if (tracing) {
      var told = now + " " + line.get();
      trace.add(() -> told);
      if (trace.size() > TRACE_LINES_MAX) {
        trace.remove();
      }
    }
  }

  String trace() {
    return String.join("\n", trace.stream().map(Supplier::get).toList());
  }

  // ---- what is there

  Decider decider() {
    return decider;
  }

  Journal journal() {
    return journal;
  }

  MapRunRows mapRuns() {
    return mapRuns;
  }

  Network network() {
    return network;
  }

  Functions functions() {
    return functions;
  }

  List<Invariant> invariants() {
    return invariants;
  }

  Revisions revisions() {
    return revisions;
  }

  Sharding sharding() {
    return sharding;
  }

  Node node(int number) {
    return nodes.get(number);
  }

  /** Those that do something; some of them may be taken for dead. */
  List<Node> runningNodes() {
    return nodes.stream().filter(Node::isRunning).toList();
  }

  /** Those that are taken for living; some of them may be paused. */
  List<Node> members() {
    return nodes.stream().filter(Node::isMember).toList();
  }

  private List<Entity> entities() {
    var entities = new ArrayList<Entity>();
    for (var node : nodes) {
      if (node.isRunning()) {
        entities.addAll(node.entities());
      }
    }
    return entities;
  }

  /** Whether the row stands in the journal afterwards. */
  boolean append(String arn, long number, Journal.Row row) {
    if (journal.sequenceNumber(arn) != number - 1 && !makes(Mistake.NO_FENCE)) {
      return journal.holds(arn, number, row);
    }
    invariants.forEach(invariant -> invariant.appending(this, arn, number, row));
    var stored = makes(Mistake.TORN_BATCH) ? row.torn() : row;
    journal.append(arn, stored);
    invariants.forEach(invariant -> invariant.appended(this, arn, stored.events()));
    return true;
  }

  /** The same for a row of a Map Run. */
  boolean append(String arn, long number, MapRunRows.Row row) {
    if (mapRuns.sequenceNumber(arn) != number - 1 && !makes(Mistake.NO_FENCE_FOR_MAP_RUNS)) {
      return mapRuns.holds(arn, number, row);
    }
    invariants.forEach(invariant -> invariant.appending(this, arn, number, row));
    mapRuns.append(arn, row);
    invariants.forEach(invariant -> invariant.appended(this, arn, row));
    return true;
  }

  private List<MapRunKeeper> keepers() {
    return runningNodes().stream().flatMap(node -> node.keepers().stream()).toList();
  }

  // ---- who is where

  /** Sends a message of somebody outside to an execution, by way of any node. */
  void send(String arn, Message message) {
    network.send(
        () -> message + " to " + arn,
        () -> {
          var running = runningNodes();
          if (!running.isEmpty()) {
            oneOf(running).route(arn, message);
          }
        });
  }

  // ---- one step

  void step() {
    switch (below(18)) {
      case 0 -> passTime();
      case 1 -> fireATimer();
      case 2 -> clients.act();
      case 3 -> workers.act();
      case 4 -> functions.act();
      case 5 -> trouble();
      case 6 -> watch();
      default -> move();
    }
  }

  boolean move() {
    var runnable = new ArrayList<Runnable>();
    entities().stream().filter(Entity::isRunnable).forEach(entity -> runnable.add(entity::step));
    keepers().stream()
        .filter(MapRunKeeper::isRunnable)
        .forEach(keeper -> runnable.add(keeper::step));
    if (!runnable.isEmpty() && (network.isEmpty() || below(2) == 0)) {
      oneOf(runnable).run();
      return true;
    }
    if (!network.isEmpty()) {
      network.deliverOne();
      return true;
    }
    return false;
  }

  private void passTime() {
    now = below(3) == 0 ? soonestTimer() : now.plusMillis(below(3_000));
  }

  private Instant soonestTimer() {
    return entities().stream()
        .map(Entity::trueTimer)
        .filter(Objects::nonNull)
        .min(Instant::compareTo)
        .filter(this::isNear)
        .orElse(now);
  }

  /** Whether it is worth waiting for: the timeouts of whole executions are not. */
  private boolean isNear(Instant due) {
    return due.isAfter(now) && due.isBefore(now.plus(PATIENCE));
  }

  private boolean fireATimer() {
    var due = entities();
    due.removeIf(entity -> !entity.hasTimerDue());
    if (due.isEmpty()) {
      return false;
    }
    oneOf(due).fireTimer();
    return true;
  }

  /**
   * What every node does now and then: it looks for executions that need attention, and for offered
   * tasks; and it hears what has become of the others.
   */
  private void watch() {
    var running = runningNodes();
    if (running.isEmpty()) {
      return;
    }
    var node = oneOf(running);
    switch (below(journal.permits().areLimited() ? 10 : 8)) {
      case 0, 1 -> node.wakeDue();
      case 2 -> node.wakeOrphans();
      case 3 -> node.wakeHot();
      case 4 -> hear(node);
      case 5 -> node.watchMapRuns();
      case 8, 9 -> node.granting().sweep();
      default -> node.reload();
    }
  }

  private void hear(Node node) {
    if (node.isMember()) {
      node.hearOfMembers();
    }
    node.hearOfMoves();
  }

  private void trouble() {
    var running = runningNodes();
    if (!running.isEmpty()) {
      trouble(oneOf(running));
    }
    for (var node : nodes) {
      if (!node.isAlive() && happens(faults.restart())) {
        node.restart();
      } else if (node.isPaused() && happens(faults.resume())) {
        tell(() -> node.incarnation() + " goes on");
        node.resume();
      } else if (node.isMember() && members().size() > 1 && isJudgedDead(node)) {
        tell(() -> node.incarnation() + " is judged dead");
        node.down();
      }
    }
    troubleWithShards();
    journal.permits().drawAnew(this);
  }

  private boolean isJudgedDead(Node node) {
    return happens(node.isPaused() ? faults.downed() * 2 : faults.downed() / 4);
  }

  private void trouble(Node victim) {
    if (happens(faults.crash()) || (victim.isDowned() && below(20) == 0)) {
      tell(() -> "crash of " + victim.incarnation());
      victim.crash();
    } else if (happens(faults.pause())) {
      tell(() -> "pause of " + victim.incarnation());
      victim.pause();
    }
  }

  private void troubleWithShards() {
    var shard = below(Sharding.SHARDS);
    if (happens(faults.secondOwner())) {
      sharding.seize(shard);
    }
    if (happens(faults.handOff())) {
      sharding.handOff(shard);
    }
    var entities = entities();
    if (!entities.isEmpty() && happens(faults.spuriousWake())) {
      oneOf(runningNodes()).wake(oneOf(entities).arn());
    }
    if (!entities.isEmpty() && happens(faults.passivate())) {
      oneOf(entities).receive(new Message.Passivate());
    }
  }

  // ---- the end

  /** What happens as the last thing before the faults stop. */
  private enum LastTrouble {
    NONE,
    SOME_CRASH,
    ALL_CRASH,
    /**
     * Those that keep something hot; and what they kept goes to a node that has an older memory.
     */
    OWNERS_CRASH;

    static final List<LastTrouble> ALL = List.of(values());
  }

  /** Lets the faults stop, and everything come to rest. */
  void comeToRest() {
    tell(() -> "the faults stop");
    var last = drawnFaults == Faults.NONE ? LastTrouble.NONE : oneOf(LastTrouble.ALL);
    var restartsTheDowned = below(2) == 0;
    faults = drawnFaults.onlyClocks();
    for (var node : nodes) {
      node.resume();
      if (isStruck(node, last) || (node.isDowned() && restartsTheDowned)) {
        node.crash();
      }
    }
    for (var node : nodes) {
      if (!node.isAlive()) {
        node.restart();
      }
      node.forgive();
    }
    if (last == LastTrouble.OWNERS_CRASH) {
      IntStream.range(0, Sharding.SHARDS).forEach(sharding::giveToAHost);
    }
    nodes.forEach(this::hear);
    var rounds = 0;
    for (var idle = 0; idle < 3 && rounds < ROUNDS_MAX; rounds++) {
      idle = goOn() ? 0 : idle + 1;
    }
    invariants.forEach(invariant -> invariant.ended(this));
  }

  private boolean isStruck(Node node, LastTrouble last) {
    return switch (last) {
      case NONE -> false;
      case ALL_CRASH -> true;
      case SOME_CRASH -> below(2) == 0;
      case OWNERS_CRASH ->
          journal.owned().stream()
              .anyMatch(arn -> node.incarnation().equals(journal.index(arn).owner()));
    };
  }

  private boolean goOn() {
    var rows = journal.rows() + mapRuns.rows();
    settle();
    nodes.forEach(Node::reload);
    if (workers.finish() | functions.finish() | clients.finish()) {
      return true;
    }
    var sweeper = oneOf(nodes);
    sweeper.wakeDue();
    sweeper.wakeOrphans();
    sweeper.wakeHot();
    sweeper.granting().sweep();
    nodes.forEach(Node::watchMapRuns);
    settle();
    if (journal.rows() + mapRuns.rows() > rows) {
      return true;
    }
    if (parks) {
      entities().forEach(entity -> entity.receive(new Message.Passivate()));
      settle();
    }
    return waitForATimer();
  }

  /** Lets everything happen that is under way. */
  void settle() {
    while (move() || fireATimer()) {
      tell(() -> "on to the end");
    }
  }

  private boolean waitForATimer() {
    var next = soonestTimer();
    for (var arn : journal.running()) {
      if (journal.index(arn).wakeAt() instanceof Instant wakeAt) {
        // By then it is that time on every clock.
        var due = wakeAt.plusMillis(faults.clockSkewMillis());
        next = isNear(due) && (next.equals(now) || due.isBefore(next)) ? due : next;
      }
    }
    var passes = next.isAfter(now);
    now = next;
    return passes;
  }
}
