package dev.pawl.persistence.journal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.json.Payload;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.pcollections.PMap;

/**
 * Finds the format of a Java type: records by their components, sealed interfaces by the names of
 * their records, and the few plain types that records are made of. A type it does not know fails
 * here, when the codec is made, not when an event comes.
 */
final class ValueFormats {

  private final Map<Type, ValueFormat> known = new HashMap<>();

  ValueFormats() {
    known.put(String.class, PlainFormats.STRING);
    known.put(boolean.class, PlainFormats.BOOLEAN);
    known.put(Boolean.class, PlainFormats.orNull(PlainFormats.BOOLEAN));
    known.put(int.class, PlainFormats.INTEGER);
    known.put(Integer.class, PlainFormats.orNull(PlainFormats.INTEGER));
    known.put(long.class, PlainFormats.LONG);
    known.put(Long.class, PlainFormats.orNull(PlainFormats.LONG));
    known.put(double.class, PlainFormats.DOUBLE);
    known.put(Double.class, PlainFormats.orNull(PlainFormats.DOUBLE));
    known.put(Instant.class, PlainFormats.INSTANT);
    known.put(Duration.class, PlainFormats.DURATION);
    known.put(UUID.class, PlainFormats.UUID);
    known.put(OptionalInt.class, PlainFormats.OPTIONAL_INT);
    known.put(OptionalLong.class, PlainFormats.OPTIONAL_LONG);
    known.put(Payload.class, PlainFormats.PAYLOAD);
    known.put(JsonNode.class, PlainFormats.JSON);
  }

  <T> void add(RecordCodec.Text<T> text) {
    known.put(text.type(), PlainFormats.text(text));
  }

  ValueFormat listOf(Type element) {
    return CollectionFormats.list(of(element));
  }

  ValueFormat of(Type type) {
    var format = known.get(type);
    if (format == null) {
      format = make(type);
      known.put(type, format);
    }
    return format;
  }

  private ValueFormat make(Type type) {
    if (type instanceof ParameterizedType generic) {
      return makeGeneric(generic, generic.getActualTypeArguments());
    }
    if (type instanceof Class<?> c && c.isRecord()) {
      return record(c);
    }
    if (type instanceof Class<?> c && c.isEnum()) {
      return PlainFormats.enumeration(c);
    }
    if (type instanceof Class<?> c && c.isSealed()) {
      return family(c);
    }
    throw unknown(type);
  }

  private ValueFormat makeGeneric(ParameterizedType type, Type[] arguments) {
    var raw = type.getRawType();
    if (raw == Optional.class) {
      return CollectionFormats.optional(of(arguments[0]));
    }
    if (raw == List.class) {
      return CollectionFormats.list(of(arguments[0]));
    }
    if (raw == Set.class) {
      return CollectionFormats.set(of(arguments[0]));
    }
    if (raw == Map.class && arguments[0] == String.class) {
      return CollectionFormats.map(of(arguments[1]));
    }
    if (raw == PMap.class && arguments[0] == String.class) {
      return CollectionFormats.persistentMap(of(arguments[1]));
    }
    if (raw == PMap.class && arguments[0] == Integer.class) {
      return CollectionFormats.numbered(of(arguments[1]));
    }
    var plain = known.get(raw);
    if (plain != null) {
      return plain;
    }
    throw unknown(type);
  }

  // A family may contain itself, so its format is known before its members are looked at.
  private ValueFormat family(Class<?> sealed) {
    var family = new FamilyFormat(sealed.getSimpleName());
    known.put(sealed, family);
    addMembers(sealed, family);
    return family;
  }

  private void addMembers(Class<?> sealed, FamilyFormat family) {
    for (var member : sealed.getPermittedSubclasses()) {
      if (member.isRecord()) {
        family.add(member, (RecordFormat) of(member));
      } else if (member.isSealed()) {
        addMembers(member, family);
      } else {
        throw unknown(member);
      }
    }
  }

  private ValueFormat record(Class<?> type) {
    var format = new RecordFormat(type);
    known.put(type, format);
    format.resolve(this);
    return format;
  }

  private static AssertionError unknown(Type type) {
    return new AssertionError("Expected a type that events may hold, but found " + type + ".");
  }
}
