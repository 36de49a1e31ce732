package dev.pawl.engine.simulation;

import dev.pawl.engine.execution.Command;
import dev.pawl.engine.execution.Effect;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One node: its entities, the calls it makes for them, and the offered tasks it knows of. All of it
 * dies with it.
 */
final class Node {
  private final World world;
  private final int number;
  private final Map<String, Entity> entities = new LinkedHashMap<>();
  private final Set<Call> calls = new HashSet<>();
  private final Set<Journal.Offer> window = new HashSet<>();
  private int lives;
  private boolean alive = true;

  private record Call(String executionArn, long taskId) {}

  Node(World world, int number) {
    this.world = world;
    this.number = number;
  }

  /** Names this life of this node. */
  String incarnation() {
    return "node" + number + "." + lives;
  }

  boolean isAlive() {
    return alive;
  }

  Instant now() {
    return world.now().plusMillis(number * world.faults().clockSkewMillis());
  }

  Collection<Entity> entities() {
    return entities.values();
  }

  @Nullable Entity living(String arn) {
    return entities.get(arn);
  }

  /** The entity of an execution; it is recovered if it is not in memory. */
  Entity entity(String arn) {
    var living = entities.get(arn);
    if (living != null) {
      return living;
    }
    var recovered = new Entity(world, this, arn);
    entities.put(arn, recovered);
    recovered.recover();
    return recovered;
  }

  void forget(Entity entity) {
    entities.remove(entity.arn(), entity);
  }

  void crash() {
    alive = false;
    entities.clear();
    calls.clear();
    window.clear();
  }

  void restart() {
    alive = true;
    lives++;
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
                        here(() -> finished(call, answer)));
              });
    }
  }

  private void finished(Call call, Command answer) {
    calls.remove(call);
    var entity = entities.get(call.executionArn());
    if (entity != null) {
      entity.receive(new Message.Ask(answer, null));
    } else {
      world.send(call.executionArn(), new Message.Ask(answer, null));
    }
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
        java.util.Comparator.comparing(Journal.Offer::executionArn)
            .thenComparingLong(Journal.Offer::taskId));
    return known;
  }
}
