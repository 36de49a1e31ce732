package dev.pawl.engine.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.json.Payload;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A script out of a file: answers by the name of the state, else by its resource.
 *
 * @param items what ItemReaders read, by the name of the Map state
 */
record Mocks(Map<String, Answers> answers, Map<String, Payload> items) implements Script {
  private static final List<Integer> NOWHERE = List.of();
  private static final Payload NOTHING = Payload.ofStoredText("{}");

  Mocks {
    answers = Collections.unmodifiableMap(new LinkedHashMap<>(answers));
    items = Collections.unmodifiableMap(new LinkedHashMap<>(items));
  }

  static final Mocks NONE = new Mocks(Map.of(), Map.of());

  static Mocks read(String where, JsonNode node) throws IllegalSuiteException {
    if (!node.isObject()) {
      throw IllegalSuiteException.at(where, "an object", Members.shown(node));
    }
    var answers = new LinkedHashMap<String, Answers>();
    var items = new LinkedHashMap<String, Payload>();
    for (var member : node.properties()) {
      var at = where + "/" + member.getKey();
      if (member.getValue().has("reads")) {
        var read = Members.of(at, member.getValue(), Set.of("reads"));
        items.put(member.getKey(), Payload.of(read.node().get("reads")));
      } else {
        answers.put(member.getKey(), Answers.read(at, member.getValue()));
      }
    }
    return new Mocks(answers, items);
  }

  /** These, and where they say nothing, the others. */
  Mocks over(Mocks others) {
    var all = new LinkedHashMap<>(others.answers);
    all.putAll(answers);
    var read = new LinkedHashMap<>(others.items);
    read.putAll(items);
    return new Mocks(all, read);
  }

  @Override
  public Optional<Answer> answer(Call call) {
    return Optional.ofNullable(answers.get(call.state()))
        .or(() -> Optional.ofNullable(answers.get(call.resource())))
        .flatMap(found -> found.to(call));
  }

  @Override
  public Optional<Answer> mapRun(String mapState) {
    return Optional.ofNullable(answers.get(mapState))
        .flatMap(found -> found.to(new Call(mapState, "", NOTHING, NOWHERE, 0, 0)));
  }

  @Override
  public Optional<Payload> items(String mapState) {
    return Optional.ofNullable(items.get(mapState));
  }
}
