package dev.pawl.node.cluster;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Whom to give up when members do not hear each other. Pure: the same sight gives the same verdict.
 *
 * <p>A wrong verdict costs a repeated effect and never a history, because the journal refuses a
 * second owner; so a majority decides at once. Where there is none, the database is the witness: it
 * knows who else still writes to it.
 *
 * @param <N> what names a node; the lowest one breaks a tie
 */
final class DowningRule<N extends Comparable<? super N>> {

  /** How many others watch a member (pekko.cluster.failure-detector.monitored-by-nr-of-members). */
  private final int watchersMax;

  DowningRule(int watchersMax) {
    this.watchersMax = watchersMax;
  }

  /** What to do. */
  sealed interface Verdict<N> {}

  /** All is well, or it is too early to say. */
  record Wait<N>() implements Verdict<N> {}

  record Down<N>(Set<N> nodes) implements Verdict<N> {}

  /**
   * Few do not hear it, most do. If that stays so, it has to go: nobody joins or leaves meanwhile.
   */
  record Disagree<N>(Set<N> nodes) implements Verdict<N> {}

  /** There is no majority on this side: ask the database who is alive. */
  record AskWitness<N>() implements Verdict<N> {}

  record DownSelf<N>() implements Verdict<N> {}

  /**
   * @param members all that count: up or leaving, this node included
   * @param observers who does not hear whom, by whom is not heard
   */
  Verdict<N> decide(N self, Collection<N> members, Map<N, Set<N>> observers) {
    var unreachable = new HashSet<>(observers.keySet());
    unreachable.retainAll(members);
    if (unreachable.isEmpty()) {
      return new Wait<>();
    }
    if (unreachable.contains(self) && unreachable.size() == 1) {
      return new Wait<>(); // the others say so; theirs is the verdict
    }
    unreachable.remove(self);
    var reachable = members.size() - unreachable.size();
    if (2 * reachable <= members.size()) {
      return new AskWitness<>();
    }
    var lost = new HashSet<N>();
    for (var node : unreachable) {
      if (isAgreed(members, unreachable, observers.getOrDefault(node, Set.of()))) {
        lost.add(node);
      }
    }
    return lost.isEmpty() ? new Disagree<>(Set.copyOf(unreachable)) : new Down<>(Set.copyOf(lost));
  }

  /** One that has just slept hears nobody; so it takes most of those that could hear it. */
  private boolean isAgreed(Collection<N> members, Set<N> unreachable, Set<N> observers) {
    var watchers = Math.min(watchersMax, members.size() - unreachable.size());
    var agreeing = observers.stream().filter(node -> !unreachable.contains(node)).count();
    return 2 * agreeing > watchers;
  }

  /**
   * With the database's testimony.
   *
   * @param alive those that have written to it lately
   */
  Verdict<N> decide(N self, Collection<N> members, Map<N, Set<N>> observers, Set<N> alive) {
    var others = new HashSet<>(observers.keySet());
    others.retainAll(members);
    others.remove(self);
    var side = new HashSet<>(members);
    side.removeAll(others);
    var across = new HashSet<>(others);
    across.retainAll(alive);
    if (across.isEmpty() || side.size() > across.size()) {
      return new Down<>(Set.copyOf(others));
    }
    if (side.size() < across.size()) {
      return new DownSelf<>();
    }
    return lowest(side).compareTo(lowest(across)) < 0
        ? new Down<>(Set.copyOf(others))
        : new DownSelf<>();
  }

  private N lowest(Set<N> nodes) {
    return nodes.stream().min(Comparable::compareTo).orElseThrow();
  }
}
