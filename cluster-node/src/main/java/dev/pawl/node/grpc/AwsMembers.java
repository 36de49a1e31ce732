package dev.pawl.node.grpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.MapEntry;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import dev.pawl.protocol.awsjson.EpochSeconds;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages as the members of AWS's operations, and back: {@code state_machine_arn} is {@code
 * stateMachineArn}, {@code EXECUTION_STATUS_RUNNING} is {@code RUNNING}, and a time is seconds
 * since 1970. What is not set is absent; members that a message has no field for are left out.
 */
final class AwsMembers {

  private AwsMembers() {}

  /** The fields that are set. */
  static ObjectNode of(Message message) {
    var members = JsonNodeFactory.instance.objectNode();
    message.getAllFields().forEach((field, value) -> put(members, field, value));
    return members;
  }

  private static void put(ObjectNode members, FieldDescriptor field, Object value) {
    if (field.isMapField()) {
      var map = members.putObject(field.getJsonName());
      for (var entry : (List<?>) value) {
        var pair = (MapEntry<?, ?>) entry;
        map.put((String) pair.getKey(), (String) pair.getValue());
      }
    } else if (field.isRepeated()) {
      var array = members.putArray(field.getJsonName());
      ((List<?>) value).forEach(element -> array.add(json(element)));
    } else {
      members.set(field.getJsonName(), json(value));
    }
  }

  private static JsonNode json(Object value) {
    var nodes = JsonNodeFactory.instance;
    return switch (value) {
      case String text -> nodes.textNode(text);
      case Integer number -> nodes.numberNode(number);
      case Long number -> nodes.numberNode(number);
      case Boolean flag -> nodes.booleanNode(flag);
      case EnumValueDescriptor constant -> nodes.textNode(name(constant));
      case Message message -> of(message);
      default -> throw new AssertionError("Expected a field that AWS has too, but found " + value);
    };
  }

  /** A number that the enum does not have keeps its name, for the operation to refuse. */
  private static String name(EnumValueDescriptor constant) {
    var prefix = prefix(constant.getType());
    var name = constant.getName();
    return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
  }

  private static String prefix(EnumDescriptor type) {
    return type.getName().replaceAll("(?<=[a-z])(?=[A-Z])", "_").toUpperCase(java.util.Locale.ROOT)
        + "_";
  }

  /** A message of this type with the members that it has fields for. */
  @SuppressWarnings("unchecked") // newBuilderForType builds what it is asked of
  static <M extends Message> M message(JsonNode members, M type) {
    return (M) fill(type.newBuilderForType(), members).build();
  }

  private static Message.Builder fill(Message.Builder builder, JsonNode members) {
    for (var field : builder.getDescriptorForType().getFields()) {
      var member = members.get(field.getJsonName());
      if (member != null && !member.isNull()) {
        set(builder, field, member);
      }
    }
    return builder;
  }

  private static void set(Message.Builder builder, FieldDescriptor field, JsonNode member) {
    if (field.isMapField()) {
      var entry = builder.newBuilderForField(field);
      var key = entry.getDescriptorForType().findFieldByNumber(1);
      var value = entry.getDescriptorForType().findFieldByNumber(2);
      member
          .properties()
          .forEach(pair ->
              builder.addRepeatedField(
                  field,
                  entry
                      .clone()
                      .setField(key, pair.getKey())
                      .setField(value, pair.getValue().asText())
                      .build()));
    } else if (field.isRepeated()) {
      for (var element : (ArrayNode) member) {
        builder.addRepeatedField(field, message(builder, field, element));
      }
    } else {
      var value = value(builder, field, member);
      if (value != null) {
        builder.setField(field, value);
      }
    }
  }

  private static @Nullable Object value(
      Message.Builder builder, FieldDescriptor field, JsonNode member) {
    return switch (field.getJavaType()) {
      case STRING -> member.asText();
      case INT -> member.intValue();
      case LONG -> member.longValue();
      case BOOLEAN -> member.booleanValue();
      case ENUM ->
          field.getEnumType().findValueByName(prefix(field.getEnumType()) + member.asText());
      case MESSAGE -> message(builder, field, member);
      case FLOAT, DOUBLE, BYTE_STRING ->
          throw new AssertionError("Expected a field that AWS has too, but found " + field);
    };
  }

  private static Message message(Message.Builder builder, FieldDescriptor field, JsonNode member) {
    return field.getMessageType().equals(Timestamp.getDescriptor())
        ? time(member.decimalValue())
        : fill(builder.newBuilderForField(field), member).build();
  }

  private static Timestamp time(BigDecimal seconds) {
    var time = EpochSeconds.instant(seconds);
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }
}
