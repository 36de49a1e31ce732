package dev.pawl.engine.simulation;

import dev.pawl.engine.asl.StateMachine;
import dev.pawl.engine.execution.Decider;
import dev.pawl.engine.execution.Quotas;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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
  private final Network network;
  private final Functions functions;
  private final Workers workers;
  private final Clients clients;
  private final List<Node> nodes = new ArrayList<>();
  private final List<Invariant> invariants = Invariants.all();
  private final Map<String, StateMachine> machines = new LinkedHashMap<>();
  private final Map<String, Node> homes = new LinkedHashMap<>();
  private final Deque<Supplier<String>> trace = new ArrayDeque<>();
  private final boolean tracing;
  private final boolean parks;
  private Faults faults;
  private Instant now = BIRTH;
  private long numbers;

  World(long seed, Mistake mistake, boolean tracing) {
    this.random = new SplittableRandom(seed);
    this.mistake = mistake;
    this.tracing = tracing;
    this.drawnFaults = Faults.drawn(random);
    this.faults = drawnFaults;
    this.parks = random.nextBoolean();
    this.decider = new Decider(quotas());
    this.journal = new Journal(mistake);
    this.network = new Network(this);
    this.functions = new Functions(this);
    this.workers = new Workers(this);
    this.clients = new Clients(this);
    for (int i = 0; i < NODES; i++) {
      nodes.add(new Node(this, i));
    }
  }

  private Quotas quotas() {
    return new Quotas(
        random.nextInt(8) == 0 ? 20 + random.nextInt(60) : 25_000,
        random.nextInt(8) == 0 ? 600 : 262_144,
        random.nextInt(2) == 0 ? 1 + random.nextInt(12) : 1_000,
        random.nextInt(4) == 0 ? 500 : 1_048_576,
        1 + random.nextInt(4),
        Duration.ofDays(365),
        Duration.ofMinutes(5));
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

  boolean makes(Mistake asked) {
    return mistake == asked;
  }

  Instant now() {
    return now;
  }

  /** The time on the fastest clock there is. */
  Instant latestClock() {
    return nodes.getLast().now();
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

  Network network() {
    return network;
  }

  Functions functions() {
    return functions;
  }

  List<Invariant> invariants() {
    return invariants;
  }

  void give(String arn, StateMachine machine) {
    machines.put(arn, machine);
  }

  StateMachine machine(String arn) {
    return Objects.requireNonNull(machines.get(arn));
  }

  List<Node> livingNodes() {
    return nodes.stream().filter(Node::isAlive).toList();
  }

  private List<Entity> entities() {
    var entities = new ArrayList<Entity>();
    for (var node : nodes) {
      entities.addAll(node.entities());
    }
    return entities;
  }

  boolean append(String arn, long sequenceNumber, Journal.Row row) {
    var before = journal.sequenceNumber(arn);
    var stored = journal.append(arn, sequenceNumber, row);
    if (journal.sequenceNumber(arn) > before) {
      invariants.forEach(invariant -> invariant.appended(this, arn, row.events()));
    }
    return stored;
  }

  // ---- who is where

  /** Sends a message to an execution, wherever it is believed to live. */
  void send(String arn, Message message) {
    network.send(() -> message + " to " + arn, () -> arrive(arn, message));
  }

  private void arrive(String arn, Message message) {
    var node = believedHome(arn);
    if (node != null) {
      node.entity(arn).receive(message);
    }
  }

  private @Nullable Node believedHome(String arn) {
    var living = livingNodes();
    if (living.isEmpty()) {
      return null;
    }
    var home = homes.get(arn);
    if (home == null || !home.isAlive()) {
      home = oneOf(living);
      homes.put(arn, home);
    }
    // A sender may not have heard yet that the execution has moved.
    var stale = living.stream().filter(node -> node.living(arn) != null).toList();
    return faults.secondOwner() > 0 && !stale.isEmpty() && below(2) == 0 ? oneOf(stale) : home;
  }

  // ---- one step

  void step() {
    switch (below(15)) {
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

  private boolean move() {
    var runnable = entities();
    runnable.removeIf(entity -> !entity.isRunnable());
    if (!runnable.isEmpty() && (network.isEmpty() || below(2) == 0)) {
      oneOf(runnable).step();
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
        .map(Entity::timer)
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
   * tasks.
   */
  private void watch() {
    var living = livingNodes();
    if (living.isEmpty()) {
      return;
    }
    switch (below(3)) {
      case 0 -> journal.due(now).forEach(this::wake);
      case 1 -> orphans().forEach(this::wake);
      default -> oneOf(living).reload();
    }
  }

  private void wake(String arn) {
    send(arn, new Message.Wake(journal.sequenceNumber(arn)));
  }

  /** Those whose owner is gone, or does not keep them. */
  private List<String> orphans() {
    return journal.owned().stream()
        .filter(arn ->
            nodes.stream()
                .filter(Node::isAlive)
                .filter(node -> node.incarnation().equals(journal.index(arn).owner()))
                .noneMatch(node -> node.living(arn) != null))
        .toList();
  }

  private void trouble() {
    var living = livingNodes();
    if (!living.isEmpty() && happens(faults.crash())) {
      var victim = oneOf(living);
      tell(() -> "crash of " + victim.incarnation());
      victim.crash();
    }
    nodes.stream()
        .filter(node -> !node.isAlive())
        .filter(node -> happens(faults.restart()))
        .forEach(Node::restart);
    var known = List.copyOf(homes.keySet());
    if (known.isEmpty() || livingNodes().isEmpty()) {
      return;
    }
    var arn = oneOf(known);
    if (happens(faults.secondOwner())) {
      homes.put(arn, oneOf(livingNodes()));
      tell(() -> "second owner of " + arn);
    }
    if (happens(faults.handOff())) {
      handOff(arn);
    }
    if (happens(faults.spuriousWake())) {
      wake(arn);
    }
    var entities = entities();
    if (!entities.isEmpty() && happens(faults.passivate())) {
      oneOf(entities).receive(new Message.Passivate());
    }
  }

  private void handOff(String arn) {
    var living = nodes.stream().map(node -> node.living(arn)).filter(Objects::nonNull).toList();
    tell(() -> "hand-off of " + arn);
    living.forEach(Entity::handOff);
    homes.put(arn, oneOf(livingNodes()));
  }

  // ---- the end

  /** Lets the faults stop, and everything come to rest. */
  void comeToRest() {
    if (drawnFaults != Faults.NONE && below(2) == 0) {
      nodes.stream().filter(Node::isAlive).forEach(Node::crash);
    }
    faults = Faults.NONE.withClocksOf(drawnFaults);
    nodes.stream().filter(node -> !node.isAlive()).forEach(Node::restart);
    tell(() -> "the faults stop");
    var rounds = 0;
    for (var idle = 0; idle < 3 && rounds < ROUNDS_MAX; rounds++) {
      idle = goOn() ? 0 : idle + 1;
    }
    invariants.forEach(invariant -> invariant.ended(this));
  }

  private boolean goOn() {
    var moved = false;
    while (move() || fireATimer()) {
      moved = true;
    }
    var woken = wakeAll();
    nodes.forEach(Node::reload);
    var acted = workers.finish() | functions.finish() | clients.finish();
    if (moved || woken || acted) {
      return true;
    }
    if (parks) {
      entities().forEach(entity -> entity.receive(new Message.Passivate()));
      while (move()) {
        tell(() -> "parking");
      }
    }
    return waitForATimer();
  }

  private boolean wakeAll() {
    var sleeping = new ArrayList<>(journal.due(now));
    sleeping.addAll(orphans());
    sleeping.forEach(this::wake);
    return !sleeping.isEmpty();
  }

  private boolean waitForATimer() {
    var next = soonestTimer();
    for (var arn : journal.running()) {
      var wakeAt = journal.index(arn).wakeAt();
      if (wakeAt != null && isNear(wakeAt) && (next.equals(now) || wakeAt.isBefore(next))) {
        next = wakeAt;
      }
    }
    var passes = next.isAfter(now);
    now = next;
    return passes;
  }
}
