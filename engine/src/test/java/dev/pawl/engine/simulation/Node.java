package dev.pawl.engine.simulation;

import dev.pawl.engine.execution.Command;
import dev.pawl.engine.execution.Effect;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One node: its entities, the calls it makes for them, the offered tasks it knows of, and what it
 * has heard of the cluster. All of it dies with it. A pause leaves all as it is: the node goes on
 * afterwards as if nothing had happened meanwhile.
 */
final class Node {
  private static final int HOPS_MAX = 3;

  private final World world;
  private final int number;
  private final Map<String, Entity> entities = new LinkedHashMap<>();
  private final Map<String, MapRunKeeper> keepers = new LinkedHashMap<>();
  private final Map<String, Effect.StartMapRun> startingMapRuns = new LinkedHashMap<>();
  private final Set<Call> calls = new HashSet<>();
  private final Set<Journal.Offer> window = new HashSet<>();
  private final Granting granting;
  private final Set<Integer> hosted = new HashSet<>();
  private final Map<Integer, Node> heard = new HashMap<>();
  private Set<String> living = Set.of();
  private long skewMillis;
  private int lives;
  private boolean alive = true;
  private boolean paused;
  private boolean downed;

  private record Call(String executionArn, long taskId) {}

  Node(World world, int number) {
    this.world = world;
    this.number = number;
    this.granting = new Granting(world, this);
    setClock();
  }

  /** Names this life of this node. */
  String incarnation() {
    return "node" + number + "." + lives;
  }

  boolean isAlive() {
    return alive;
  }

  boolean isPaused() {
    return paused;
  }

  boolean isRunning() {
    return alive && !paused;
  }

  /** Whether the others count it among them. */
  boolean isMember() {
    return alive && !downed;
  }

  boolean isDowned() {
    return downed;
  }

  // ---- its clock

  private void setClock() {
    var bound = world.faults().clockSkewMillis();
    skewMillis = bound == 0 ? 0 : world.below((int) (2 * bound + 1)) - bound;
  }

  Instant now() {
    return world.now().plusMillis(skewMillis);
  }

  /** When this node's clock will show that time. */
  Instant trueTime(Instant shown) {
    return shown.minusMillis(skewMillis);
  }

  // ---- living and dying

  void crash() {
    alive = false;
    paused = false;
    downed = false;
    entities.clear();
    keepers.clear();
    startingMapRuns.clear();
    calls.clear();
    window.clear();
    hosted.clear();
    heard.clear();
  }

  void restart() {
    alive = true;
    lives++;
    setClock();
    hearOfMembers();
  }

  void pause() {
    paused = true;
  }

  void resume() {
    paused = false;
  }

  /** The others take it for dead. It may be well, and hears nothing of that. */
  void down() {
    downed = true;
  }

  void forgive() {
    downed = false;
  }

  /** Runs at this node, unless the node has died meanwhile. */
  Runnable here(Runnable action) {
    var life = incarnation();
    return () -> {
      if (alive && incarnation().equals(life)) {
        action.run();
      }
    };
  }

  // ---- what it has heard

  void hearOfMembers() {
    living = new HashSet<>(world.members().stream().map(Node::incarnation).toList());
    living.add(incarnation());
  }

  void hearOfMoves() {
    heard.clear();
  }

  // ---- entities

  Collection<Entity> entities() {
    return entities.values();
  }

  @Nullable Entity living(String arn) {
    return entities.get(arn);
  }

  /** The entity of an execution; it is recovered if it is not in memory. */
  Entity entity(String arn) {
    var inMemory = entities.get(arn);
    if (inMemory != null) {
      return inMemory;
    }
    var recovered = new Entity(world, this, arn);
    entities.put(arn, recovered);
    recovered.recover();
    return recovered;
  }

  void forget(Entity entity) {
    entities.remove(entity.arn(), entity);
  }

  boolean hosts(int shard) {
    return hosted.contains(shard);
  }

  /** Brings a message to an execution, wherever this node believes that it lives. */
  void route(String arn, Message message) {
    route(arn, message, HOPS_MAX);
  }

  private void route(String arn, Message message, int hops) {
    var shard = Sharding.shard(arn);
    var home = hosted.contains(shard) ? this : believedHome(shard);
    if (home == this) {
      hosted.add(shard);
      entity(arn).receive(message);
    } else if (home == null || hops == 0) {
      heard.remove(shard);
    } else {
      world
          .network()
          .send(
              () -> message + " to " + arn + " at " + home.incarnation(),
              home,
              () -> home.route(arn, message, hops - 1));
    }
  }

  private @Nullable Node believedHome(int shard) {
    var home = heard.get(shard);
    if (home == null || !home.isAlive()) {
      home = world.sharding().home(shard);
      heard.put(shard, home);
    }
    return home;
  }

  /** Stops the entities of a shard, because it moves to another node. */
  void letGo(int shard) {
    hosted.remove(shard);
    heard.remove(shard);
    List.copyOf(entities.values()).stream()
        .filter(entity -> Sharding.shard(entity.arn()) == shard)
        .forEach(Entity::handOff);
    keepers.keySet().removeIf(arn -> Sharding.shard(arn) == shard);
  }

  // ---- Map Runs

  Collection<MapRunKeeper> keepers() {
    return keepers.values();
  }

  @Nullable MapRunKeeper keeper(String mapRunArn) {
    return keepers.get(mapRunArn);
  }

  void forget(MapRunKeeper keeper) {
    keepers.remove(keeper.arn(), keeper);
  }

  /** Tells a Map Run something, wherever this node believes that it lives; it may be lost. */
  void tellMapRun(String mapRunArn, Consumer<MapRunKeeper> message) {
    tellMapRun(mapRunArn, message, HOPS_MAX);
  }

  private void tellMapRun(String mapRunArn, Consumer<MapRunKeeper> message, int hops) {
    var shard = Sharding.shard(mapRunArn);
    var home = hosted.contains(shard) ? this : believedHome(shard);
    if (home == this) {
      hosted.add(shard);
      message.accept(keepers.computeIfAbsent(mapRunArn, arn -> new MapRunKeeper(world, this, arn)));
    } else if (home == null || hops == 0) {
      heard.remove(shard);
    } else {
      world
          .network()
          .send(
              () -> "word to " + mapRunArn + " at " + home.incarnation(),
              home,
              () -> home.tellMapRun(mapRunArn, message, hops - 1));
    }
  }

  /** Starts a Map Run, and asks again until it says that it has started. */
  void start(Effect.StartMapRun start) {
    startingMapRuns.put(start.mapRunArn(), start);
    askToStart(start);
  }

  private void askToStart(Effect.StartMapRun start) {
    var answer = here(() -> startingMapRuns.remove(start.mapRunArn(), start));
    tellMapRun(
        start.mapRunArn(),
        keeper ->
            keeper.start(
                start.executionArn(),
                start.eventId(),
                start.redrive(),
                () -> world.network().send(() -> "start of " + start.mapRunArn(), this, answer)));
  }

  /** Wakes the Map Runs that have something to do, and asks again for those that are to start. */
  void watchMapRuns() {
    List.copyOf(startingMapRuns.values()).forEach(this::askToStart);
    for (var arn : world.mapRuns().open()) {
      var row = world.mapRuns().sequenceNumber(arn);
      tellMapRun(arn, keeper -> keeper.wake(row));
    }
    List.copyOf(keepers.values()).forEach(MapRunKeeper::tick);
  }

  // ---- its sweeps

  /** Wakes the parked executions whose time has come. */
  void wakeDue() {
    wake(world.journal().due(now()));
  }

  /** Wakes those whose owner is none of the nodes that it knows to live. */
  void wakeOrphans() {
    var journal = world.journal();
    wake(
        journal.owned().stream()
            .filter(arn -> !living.contains(journal.index(arn).owner()))
            .toList());
  }

  /** Wakes all that somebody keeps: perhaps its owner lives, and has lost it. */
  void wakeHot() {
    wake(world.journal().owned());
  }

  private void wake(List<String> arns) {
    arns.forEach(this::wake);
  }

  void wake(String arn) {
    var row = world.makes(Mistake.WAKE_WITHOUT_ROW) ? 0 : world.journal().sequenceNumber(arn);
    route(arn, new Message.Wake(row));
  }

  /** Sees to those who wait their turn. */
  Granting granting() {
    return granting;
  }

  // ---- calls

  void begin(String arn, Effect.CallTask effect) {
    var call = new Call(arn, effect.taskId());
    if (calls.add(call)) {
      world
          .network()
          .sendSurely(
              () -> "call " + effect.taskId() + " of " + arn,
              () -> {
                var answer = world.functions().call(arn, effect);
                world
                    .network()
                    .sendSurely(
                        () -> "result of " + effect.taskId() + " of " + arn,
                        this,
                        () -> finished(call, answer));
              });
    }
  }

  private void finished(Call call, Command answer) {
    calls.remove(call);
    route(call.executionArn(), new Message.Ask(answer, null));
  }

  // ---- offered tasks

  void offered(Journal.Offer offer) {
    window.add(offer);
  }

  void withdrawn(Journal.Offer offer) {
    window.remove(offer);
  }

  /** Reads all offers anew. */
  void reload() {
    window.clear();
    window.addAll(world.journal().offers());
  }

  List<Journal.Offer> window() {
    var known = new ArrayList<>(window);
    known.sort(
        Comparator.comparing(Journal.Offer::executionArn).thenComparingLong(Journal.Offer::taskId));
    return known;
  }
}
