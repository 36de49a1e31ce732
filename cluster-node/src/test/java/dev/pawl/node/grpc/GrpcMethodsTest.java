package dev.pawl.node.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.PawlShapes;
import dev.pawl.protocol.awsjson.SearchShapes;
import dev.pawl.protocol.awsjson.StepFunctionsShapes;
import dev.pawl.protocol.grpc.v1.ActivitiesProto;
import dev.pawl.protocol.grpc.v1.BulkOperationsProto;
import dev.pawl.protocol.grpc.v1.ExecutionsProto;
import dev.pawl.protocol.grpc.v1.StateMachinesProto;
import dev.pawl.protocol.grpc.v1.WorkersProto;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No method without rights. */
class GrpcMethodsTest {

  @Test
  void everyMethodDoesAnOperationThatHasARole() throws IllegalAccessException {
    var operations = new ArrayList<String>();
    for (var shapes : List.of(StepFunctionsShapes.class, PawlShapes.class, SearchShapes.class)) {
      for (var field : shapes.getFields()) {
        if (field.get(null) instanceof OperationShape shape) {
          operations.add(shape.name());
        }
      }
    }

    for (var file :
        List.of(
            ExecutionsProto.getDescriptor(),
            StateMachinesProto.getDescriptor(),
            ActivitiesProto.getDescriptor(),
            BulkOperationsProto.getDescriptor(),
            WorkersProto.getDescriptor())) {
      for (var service : file.getServices()) {
        for (var method : service.getMethods()) {
          var name = service.getFullName() + "/" + method.getName();
          assertThat(GrpcMethods.operation(name).or(() -> GrpcMethods.ofPawl(name)))
              .describedAs(name)
              .isPresent()
              .get()
              .isIn(operations);
        }
      }
    }
    assertThat(GrpcMethods.operation("grpc.health.v1.Health/Check")).isEmpty();
  }
}
