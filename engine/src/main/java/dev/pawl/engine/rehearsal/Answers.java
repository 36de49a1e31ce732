package dev.pawl.engine.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.json.Payload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How one state's task is answered, call by call. */
sealed interface Answers {

  Optional<Answer> to(Call call);

  /** One after the other, counted in each iteration; the last one answers all further calls. */
  record InOrder(List<Answer> answers) implements Answers {
    public InOrder {
      answers = List.copyOf(answers);
    }

    @Override
    public Optional<Answer> to(Call call) {
      return Optional.of(answers.get(Math.min(call.count(), answers.size() - 1)));
    }
  }

  /**
   * By attempt, as Step Functions Local has it: what it does not list is not answered.
   *
   * @param from the first attempt of each range
   */
  record ByAttempt(NavigableMap<Integer, Range> from) implements Answers {
    record Range(int last, Answer answer) {}

    @Override
    public Optional<Answer> to(Call call) {
      return Optional.ofNullable(from.floorEntry(call.attempt()))
          .map(Map.Entry::getValue)
          .filter(range -> call.attempt() <= range.last())
          .map(Range::answer);
    }
  }

  /** By the index of the innermost iteration. */
  record ByItem(Map<Integer, Answers> items, @Nullable Answers otherwise) implements Answers {
    public ByItem {
      items = Map.copyOf(items);
    }

    @Override
    public Optional<Answer> to(Call call) {
      var answers =
          call.items().isEmpty()
              ? otherwise
              : items.getOrDefault(call.items().getLast(), otherwise);
      return answers == null ? Optional.empty() : answers.to(call);
    }
  }

  // ---- reading

  Pattern ATTEMPTS = Pattern.compile("(\\d{1,9})(?:-(\\d{1,9}))?");
  double MILLIS = 1000;
  Set<String> ANSWER =
      Set.of("result", "error", "cause", "after", "times", "never", "Return", "Throw");

  static Answers read(String where, JsonNode node) throws IllegalSuiteException {
    if (node.isArray()) {
      var answers = new ArrayList<Answer>();
      for (var i = 0; i < node.size(); i++) {
        readOne(where + "/" + i, node.get(i), answers);
      }
      if (answers.isEmpty()) {
        throw IllegalSuiteException.at(where, "at least one answer", "none");
      }
      return new InOrder(answers);
    }
    if (node.has("items")) {
      return readItems(Members.of(where, node, Set.of("items", "otherwise")));
    }
    if (node.isObject()
        && !node.isEmpty()
        && ATTEMPTS.matcher(node.fieldNames().next()).matches()) {
      return readAttempts(where, node);
    }
    var answers = new ArrayList<Answer>();
    readOne(where, node, answers);
    return new InOrder(answers);
  }

  private static Answers readItems(Members members) throws IllegalSuiteException {
    var items = new TreeMap<Integer, Answers>();
    var given = members.get("items").orElseThrow(AssertionError::new);
    for (var member : given.properties()) {
      var where = members.at("items/" + member.getKey());
      if (!member.getKey().matches("\\d{1,9}")) {
        throw IllegalSuiteException.at(where, "the index of an item", member.getKey());
      }
      items.put(Integer.parseInt(member.getKey()), read(where, member.getValue()));
    }
    var otherwise = members.get("otherwise");
    return new ByItem(
        items, otherwise.isPresent() ? read(members.at("otherwise"), otherwise.get()) : null);
  }

  private static Answers readAttempts(String where, JsonNode node) throws IllegalSuiteException {
    var from = new TreeMap<Integer, ByAttempt.Range>();
    for (var member : node.properties()) {
      var attempts = ATTEMPTS.matcher(member.getKey());
      if (!attempts.matches()) {
        throw IllegalSuiteException.at(where, "attempts such as 0 or 1-2", member.getKey());
      }
      var first = Integer.parseInt(attempts.group(1));
      var last = attempts.group(2) == null ? first : Integer.parseInt(attempts.group(2));
      var answers = new ArrayList<Answer>();
      readOne(where + "/" + member.getKey(), member.getValue(), answers);
      from.put(first, new ByAttempt.Range(last, answers.getFirst()));
    }
    return new ByAttempt(from);
  }

  private static void readOne(String where, JsonNode node, List<Answer> answers)
      throws IllegalSuiteException {
    var members = Members.of(where, node, ANSWER);
    var answer = readAnswer(members);
    var times = members.get("times").map(JsonNode::asInt).orElse(1);
    if (times < 1 || times > Rehearsal.EVENTS_MAX) {
      throw IllegalSuiteException.at(members.at("times"), "a positive number", "" + times);
    }
    for (var i = 0; i < times; i++) {
      answers.add(answer);
    }
  }

  private static Answer readAnswer(Members members) throws IllegalSuiteException {
    var node = members.node();
    var seconds = members.get("after").map(JsonNode::asDouble).orElse(0.0);
    var after = Duration.ofMillis(Math.max(0, Math.round(seconds * MILLIS)));
    if (node.has("result") || node.has("Return")) {
      var result = node.has("result") ? node.get("result") : node.get("Return");
      return new Answer.Result(Payload.of(result), after);
    }
    if (node.has("Throw")) {
      var thrown = Members.of(members.at("Throw"), node.get("Throw"), Set.of("Error", "Cause"));
      return new Answer.Failure(thrown.text("Error"), thrown.text("Cause"), after);
    }
    if (node.has("error") || node.has("cause")) {
      return new Answer.Failure(members.text("error"), members.text("cause"), after);
    }
    if (node.path("never").asBoolean()) {
      return new Answer.Never();
    }
    throw IllegalSuiteException.at(members.where(), "result, error or never", Members.shown(node));
  }
}
