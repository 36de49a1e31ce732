package dev.pawl.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.StepFunctionsShapes;
import dev.pawl.protocol.grpc.v1.ActivitiesProto;
import dev.pawl.protocol.grpc.v1.DeleteActivityRequest;
import dev.pawl.protocol.grpc.v1.DeleteStateMachineRequest;
import dev.pawl.protocol.grpc.v1.DescribeStateMachineRequest;
import dev.pawl.protocol.grpc.v1.ExecutionsProto;
import dev.pawl.protocol.grpc.v1.ListActivitiesRequest;
import dev.pawl.protocol.grpc.v1.ListExecutionsRequest;
import dev.pawl.protocol.grpc.v1.ListStateMachinesRequest;
import dev.pawl.protocol.grpc.v1.ListVersionsRequest;
import dev.pawl.protocol.grpc.v1.StateMachinesProto;
import dev.pawl.protocol.grpc.v1.WorkersProto;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every field of every message of AWS's operations missing, too long, out of range, or the name of
 * what is not there: a status that says so, never {@code INTERNAL} or {@code UNKNOWN}, and nothing
 * is stored. Made from the proto files.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GrpcBadInputTest {

  private static final List<FileDescriptor> FILES =
      List.of(
          ExecutionsProto.getDescriptor(),
          StateMachinesProto.getDescriptor(),
          ActivitiesProto.getDescriptor(),
          WorkersProto.getDescriptor());
  private static final Set<String> OPERATIONS = operations();

  /** As on AWS: what is not there counts as deleted, and has no versions. */
  private static final Set<String> CONTENT_WITH_NOTHING =
      Set.of("Delete", "DeleteVersion", "ListVersions");

  private static final int TEXT_MAX = 1_100_000;
  private static final int NO_CONSTANT = 99;

  private final Map<String, Integer> statuses = new TreeMap<>();
  private GrpcNode node;
  private ManagedChannel channel;
  private Map<String, String> good;
  private List<String> absent;
  private int requests;

  @BeforeAll
  void start(@TempDir Path data) {
    node = GrpcNode.start(data);
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", node.node.grpcAddress().orElseThrow().getPort())
            .usePlaintext()
            .build();
    var machine = node.machine("there", GrpcNode.pass());
    var execution = node.start(machine, "{}");
    var activity = node.activity("there");
    good =
        Map.of(
            "state_machine_arn",
            machine,
            "execution_arn",
            execution,
            "activity_arn",
            activity,
            "state_machine_version_arn",
            machine + ":7",
            "name",
            "another",
            "definition",
            GrpcNode.pass(),
            "role_arn",
            GrpcNode.ROLE);
    absent = absent(machine, execution, activity);
  }

  /** What never was, what is elsewhere, and what was deleted. */
  private List<String> absent(String machine, String execution, String activity) {
    var deleted = node.machine("deleted", GrpcNode.pass());
    GrpcNode.soon(
        node.machines.delete(
            DeleteStateMachineRequest.newBuilder().setStateMachineArn(deleted).build()));
    var gone = node.activity("deleted");
    GrpcNode.soon(
        node.activities.delete(DeleteActivityRequest.newBuilder().setActivityArn(gone).build()));
    var arns = new ArrayList<>(List.of(deleted, gone, "nonsense", "arn:aws:states", "arn:::::::"));
    for (var arn : List.of(machine, execution, activity)) {
      arns.add(arn + "-not");
      arns.add(arn.replace(":000000000000:", ":111111111111:"));
      arns.add(arn.replace(":us-east-1:", ":eu-west-1:"));
      arns.add(arn.replace("arn:aws:states:", "arn:aws:sqs:"));
    }
    return arns;
  }

  @AfterAll
  void stop() {
    channel.shutdownNow();
    node.close();
  }

  @Test
  void everyBadFieldOfEveryMessageIsRefusedAndNothingIsStored() {
    var before = stored();

    for (var file : FILES) {
      for (var service : file.getServices()) {
        service.getMethods().stream().filter(GrpcBadInputTest::isOfAws).forEach(this::spoil);
      }
    }

    System.out.println("gRPC bad input: " + requests + " requests, " + statuses);
    assertThat(stored()).isEqualTo(before);
    assertThat(requests).isGreaterThan(300);
  }

  /** Pawl's own operations have tests of their own. */
  private static boolean isOfAws(MethodDescriptor method) {
    var name = method.getService().getFullName() + "/" + method.getName();
    return GrpcMethods.operation(name).filter(OPERATIONS::contains).isPresent();
  }

  private static Set<String> operations() {
    return Stream.of(StepFunctionsShapes.class.getFields())
        .filter(field -> field.getType().equals(OperationShape.class))
        .map(GrpcBadInputTest::shape)
        .map(OperationShape::name)
        .collect(Collectors.toSet());
  }

  private static OperationShape shape(Field field) {
    try {
      return (OperationShape) field.get(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private void spoil(MethodDescriptor method) {
    var type = method.getInputType();
    var valid = valid(type);
    for (var field : type.getFields()) {
      if (good.containsKey(field.getName()) && !field.toProto().getProto3Optional()) {
        refused(method, field, valid.toBuilder().clearField(field).build());
      }
      for (var bad : bad(field)) {
        refused(method, field, valid.toBuilder().setField(field, bad).build());
      }
    }
    unreadable(method);
  }

  private DynamicMessage valid(Descriptor type) {
    var message = DynamicMessage.newBuilder(type);
    for (var field : type.getFields()) {
      var value = good.get(field.getName());
      if (value != null
          && !field.isRepeated()
          && field.getJavaType() == FieldDescriptor.JavaType.STRING) {
        message.setField(field, value);
      }
    }
    return message.build();
  }

  private List<?> bad(FieldDescriptor field) {
    if (field.isRepeated()) {
      return List.of();
    }
    return switch (field.getJavaType()) {
      case STRING -> badText(field.getName());
      case INT -> List.of(-1, Integer.MAX_VALUE, Integer.MIN_VALUE);
      case LONG -> List.of(-1L, Long.MIN_VALUE);
      case ENUM -> List.of(field.getEnumType().findValueByNumberCreatingIfUnknown(NO_CONSTANT));
      case MESSAGE -> badMessages(field.getMessageType());
      case BOOLEAN, FLOAT, DOUBLE, BYTE_STRING -> List.of();
    };
  }

  private List<String> badText(String name) {
    var texts = new ArrayList<String>();
    texts.add("\u0000 \n" + "x".repeat(TEXT_MAX));
    if (name.endsWith("_arn")) {
      texts.addAll(absent);
    } else if (!name.equals("revision_id")) {
      texts.add(name.equals("name") ? "a b" : "\u0000\ud83d\ude00".repeat(TEXT_MAX / 4));
    }
    return texts;
  }

  /** Each field of it bad, and nothing else in it. */
  private List<Message> badMessages(Descriptor type) {
    var messages = new ArrayList<Message>();
    for (var field : type.getFields()) {
      for (var bad : bad(field)) {
        messages.add(DynamicMessage.newBuilder(type).setField(field, bad).build());
      }
    }
    return messages;
  }

  private void refused(MethodDescriptor method, FieldDescriptor field, Message message) {
    var status = ask(method, message.toByteArray());
    var what = "%s %s: %s".formatted(method.getFullName(), field.getName(), status);
    assertThat(status).as(what).isNotIn("INTERNAL", "UNKNOWN", "DEADLINE_EXCEEDED", "CANCELLED");
    if (!CONTENT_WITH_NOTHING.contains(method.getName())) {
      assertThat(status).as(what).isNotEqualTo("OK");
    }
  }

  /** Bytes that are no message, and a message of what the method has no fields for. */
  private void unreadable(MethodDescriptor method) {
    var unreadable = new ArrayList<>(List.of(new byte[] {10, 127, 1}, new byte[] {-1, -1, -1}));
    var first = method.getInputType().findFieldByNumber(1);
    if (first != null && first.getType() == FieldDescriptor.Type.STRING) {
      unreadable.add(new byte[] {10, 2, -1, -2}); // no UTF-8
    }
    for (var bytes : unreadable) {
      assertThat(ask(method, bytes)).as(method.getFullName()).isEqualTo("INVALID_ARGUMENT");
    }
    var strange =
        UnknownFieldSet.newBuilder()
            .addField(999, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
            .build();
    if (!valid(method.getInputType()).getAllFields().isEmpty()) {
      assertThat(ask(method, strange.toByteArray()))
          .as(method.getFullName())
          .isIn("INVALID_ARGUMENT", "OK");
    }
  }

  private String ask(MethodDescriptor method, byte[] message) {
    requests++;
    var name = method.getService().getFullName() + "/" + method.getName();
    var answer = RawCall.answer(channel, name, message);
    var code = answer.startsWith("Status{code=") ? answer.substring(12).split(",", 2)[0] : "OK";
    statuses.merge(code, 1, Integer::sum);
    return code;
  }

  private List<?> stored() {
    var machine = String.valueOf(good.get("state_machine_arn"));
    return List.of(
        GrpcNode.soon(node.machines.list(ListStateMachinesRequest.getDefaultInstance())),
        GrpcNode.soon(
            node.machines.describe(
                DescribeStateMachineRequest.newBuilder().setStateMachineArn(machine).build())),
        GrpcNode.soon(
            node.machines.listVersions(
                ListVersionsRequest.newBuilder().setStateMachineArn(machine).build())),
        GrpcNode.soon(node.activities.list(ListActivitiesRequest.getDefaultInstance())),
        GrpcNode.soon(
            node.executions.list(
                ListExecutionsRequest.newBuilder().setStateMachineArn(machine).build())));
  }
}
