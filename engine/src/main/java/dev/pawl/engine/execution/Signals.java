package dev.pawl.engine.execution;

import dev.pawl.engine.json.Payload;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePMap;

/**
 * The signals that came to an execution and were not taken yet, in the order in which they came;
 * and the ids of the newest that came, so that one which is sent twice comes once. Immutable.
 *
 * @param byName those that wait, by name and then by number
 * @param next the number of the next one
 * @param count how many wait
 * @param bytes the UTF-8 bytes of the payloads that wait
 * @param numbers the numbers of the newest {@value #IDS_MAX}, by what stands for their ids
 * @param ids what stands for the ids of the newest, by number
 */
public record Signals(
    PMap<String, TreePMap<Long, Waiting>> byName,
    long next,
    int count,
    long bytes,
    PMap<Long, Long> numbers,
    TreePMap<Long, Long> ids) {

  /** Signals that may wait in one execution. */
  public static final int WAITING_MAX = 10_000;

  /** UTF-8 bytes of payloads that may wait in one execution. */
  public static final int WAITING_BYTES_MAX = 4 * 1024 * 1024;

  /** A signal that is sent again is known as long as no more than this many came after it. */
  public static final int IDS_MAX = 4_096;

  /** Characters of a signal's name. */
  public static final int NAME_CHARS_MAX = 80;

  /** Characters of a signal's id. */
  public static final int ID_CHARS_MAX = 128;

  static final Signals NONE =
      new Signals(HashTreePMap.empty(), 1, 0, 0, HashTreePMap.empty(), TreePMap.empty());

  /** A signal that came, and that nobody has taken. */
  public record Waiting(long number, String name, Payload payload, Instant at) {}

  /** Whether that very signal came already. */
  boolean isKnown(String signalId) {
    return numbers.containsKey(hash(signalId));
  }

  boolean hasRoomFor(Payload payload) {
    return count < WAITING_MAX && bytes + payload.utf8Bytes() <= WAITING_BYTES_MAX;
  }

  Signals and(Event.SignalReceived event, Instant at) {
    var signal = new Waiting(next, event.name(), event.payload(), at);
    return waiting(signal).known(hash(event.signalId()));
  }

  private Signals waiting(Waiting signal) {
    var of = byName.getOrDefault(signal.name(), TreePMap.empty());
    return new Signals(
        byName.plus(signal.name(), of.plus(signal.number(), signal)),
        next,
        count + 1,
        bytes + signal.payload().utf8Bytes(),
        numbers,
        ids);
  }

  private Signals known(long id) {
    var allIds = ids.plus(next, id);
    var allNumbers = numbers.plus(id, next);
    if (allIds.size() > IDS_MAX) {
      allNumbers = allNumbers.minus(allIds.firstEntry().getValue());
      allIds = allIds.minus(allIds.firstKey());
    }
    return new Signals(byName, next + 1, count, bytes, allNumbers, allIds);
  }

  /** The first that wait under a name. */
  List<Waiting> first(String name, int max) {
    return byName.getOrDefault(name, TreePMap.<Long, Waiting>empty()).values().stream()
        .limit(max)
        .toList();
  }

  Signals without(Event.SignalsTaken event) {
    var of = byName.getOrDefault(event.name(), TreePMap.<Long, Waiting>empty());
    var taken = first(event.name(), event.count());
    for (var signal : taken) {
      of = of.minus(signal.number());
    }
    var left = of.isEmpty() ? byName.minus(event.name()) : byName.plus(event.name(), of);
    var takenBytes = taken.stream().mapToLong(signal -> signal.payload().utf8Bytes()).sum();
    return new Signals(left, next, count - taken.size(), bytes - takenBytes, numbers, ids);
  }

  /** All that wait, in the order in which they came. */
  List<Waiting> all() {
    return byName.values().stream()
        .flatMap(of -> of.values().stream())
        .sorted((a, b) -> Long.compare(a.number(), b.number()))
        .toList();
  }

  /** Whether nothing has ever come. */
  boolean isUntouched() {
    return next == 1;
  }

  /**
   * What was taken of this for a snapshot.
   *
   * @param waiting {@link #all}
   * @param newest what stands for the ids of the newest, in the order in which they came
   * @param next the number of the next one; 0 = nothing has ever come
   */
  static Signals of(List<Waiting> waiting, List<Long> newest, long next) {
    if (next == 0) {
      return NONE;
    }
    var signals =
        new Signals(
            HashTreePMap.empty(),
            next - newest.size(),
            0,
            0,
            HashTreePMap.empty(),
            TreePMap.empty());
    for (var id : newest) {
      signals = signals.known(id);
    }
    for (var signal : waiting) {
      signals = signals.waiting(signal);
    }
    return signals;
  }

  /** Eight bytes tell one id from another as well as its text does. */
  private static long hash(String signalId) {
    return UUID.nameUUIDFromBytes(signalId.getBytes(StandardCharsets.UTF_8))
        .getMostSignificantBits();
  }
}
