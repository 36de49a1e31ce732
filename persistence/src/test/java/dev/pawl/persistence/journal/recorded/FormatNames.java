package dev.pawl.persistence.journal.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import dev.pawl.engine.execution.Recorded;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All that a release can read of a row: its types by name, records with their components and the
 * types of these, families and enumerations with their members.
 *
 * @param types {@code name → "component: type"} or {@code name → member}
 */
record FormatNames(Map<String, List<String>> types) {

  private static final ObjectMapper CBOR = new ObjectMapper(new CBORFactory());

  /** Those of today's records. */
  static FormatNames today() {
    var found = new TreeMap<String, List<String>>();
    find(Recorded.class, found);
    return new FormatNames(found);
  }

  private static void find(Type type, Map<String, List<String>> found) {
    if (!(type instanceof Class<?> c) || found.containsKey(name(type))) {
      return;
    }
    if (c.isRecord() && c.getName().startsWith("dev.pawl.engine.execution.")) {
      var components = new ArrayList<String>();
      found.put(name(c), components);
      for (var part : c.getRecordComponents()) {
        components.add(part.getName() + ": " + name(part.getGenericType()));
        find(part.getGenericType(), found);
      }
    } else if (c.isEnum()) {
      found.put(
          name(c),
          Arrays.stream(c.getEnumConstants())
              .map(constant -> ((Enum<?>) constant).name())
              .toList());
    } else if (c.isSealed()) {
      var members = new TreeSet<String>();
      members(c, members, found);
      found.put(name(c), List.copyOf(members));
    }
  }

  private static void members(
      Class<?> family, TreeSet<String> members, Map<String, List<String>> found) {
    for (var member : family.getPermittedSubclasses()) {
      if (member.isSealed()) {
        members(member, members, found);
      } else {
        members.add(name(member));
        find(member, found);
      }
    }
  }

  private static String name(Type type) {
    return type instanceof Class<?> c
        ? c.getSimpleName()
        : type.getTypeName().replaceAll("[a-z]+\\.", "");
  }

  static FormatNames of(JsonNode json) {
    var types = new TreeMap<String, List<String>>();
    json.properties()
        .forEach(type -> {
          var members = new ArrayList<String>();
          type.getValue().forEach(member -> members.add(member.asText()));
          types.put(type.getKey(), List.copyOf(members));
        });
    return new FormatNames(types);
  }

  /** Each as {@code type.member}. */
  List<String> flat() {
    var all = new ArrayList<String>();
    types.forEach((type, members) -> members.forEach(member -> all.add(type + "." + member)));
    return all;
  }

  /**
   * What a reader that knows only these names would refuse of the row, which it reads by itself and
   * not with today's codec.
   *
   * @param version the newest version of a row that it reads
   */
  List<String> refused(byte[] row, int version) throws IOException {
    var tree = CBOR.readTree(row);
    var refused = new ArrayList<String>();
    if (!tree.isArray() || tree.size() != 2 || tree.get(0).asInt() > version) {
      refused.add("a row that begins with " + tree.path(0));
    }
    tree.path(1).forEach(event -> check(event, "Recorded", refused));
    return refused;
  }

  private void check(JsonNode value, String type, List<String> refused) {
    var known = types.get(type);
    if (known == null) {
      return; // a plain value
    }
    if (value.isTextual()) {
      require(known.contains(value.asText()), type + "." + value.asText(), refused);
    } else if (value.isArray()) {
      var member = value.path(0).asText();
      require(known.contains(member), type + "." + member, refused);
      check(value.path(1), member, refused);
    } else {
      value
          .properties()
          .forEach(component -> {
            var place = type + "." + component.getKey();
            var of = typeOf(known, component.getKey());
            require(!of.isEmpty(), place, refused);
            check(component.getValue(), of, refused);
          });
    }
  }

  private static void require(boolean isKnown, String name, List<String> refused) {
    if (!isKnown) {
      refused.add(name);
    }
  }

  private static String typeOf(List<String> components, String name) {
    return Objects.requireNonNull(
        components.stream()
            .filter(component -> component.startsWith(name + ": "))
            .map(component -> component.substring(name.length() + 2))
            .findFirst()
            .orElse(""));
  }
}
