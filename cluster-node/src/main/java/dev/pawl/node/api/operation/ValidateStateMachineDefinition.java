package dev.pawl.node.api.operation;

import dev.pawl.engine.asl.Diagnostic;
import dev.pawl.engine.asl.MachineType;
import dev.pawl.engine.asl.Severity;
import dev.pawl.engine.asl.Validator;
import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.protocol.awsjson.OperationShape;
import dev.pawl.protocol.awsjson.StepFunctionsShapes;
import java.util.List;

/**
 * Says what is wrong with a definition, without making a state machine of it. Large ones take a
 * moment: hence blocking.
 */
final class ValidateStateMachineDefinition implements Operation.Blocking {

  /** API reference: 0 uses the default, which is also the most. */
  private static final int DIAGNOSTICS_MAX = 100;

  private final int definitionBytesMax;

  ValidateStateMachineDefinition(int definitionBytesMax) {
    this.definitionBytesMax = definitionBytesMax;
  }

  @Override
  public OperationShape shape() {
    return StepFunctionsShapes.VALIDATE_STATE_MACHINE_DEFINITION;
  }

  @Override
  public Reply answer(Call call) {
    var input = call.input();
    var type = MachineType.valueOf(input.findText("type").orElse("STANDARD"));
    var lowest = Severity.valueOf(input.findText("severity").orElse("ERROR"));
    var max = input.findInt("maxResults").orElse(0);
    var found =
        Validator.validate(input.text("definition"), type, definitionBytesMax).stream()
            .filter(diagnostic -> diagnostic.severity().compareTo(lowest) <= 0)
            .toList();
    return reply(found, max == 0 ? DIAGNOSTICS_MAX : max);
  }

  private static Reply reply(List<Diagnostic> found, int max) {
    var answer = Members.object();
    answer.put("result", found.stream().anyMatch(Diagnostic::isError) ? "FAIL" : "OK");
    var diagnostics = answer.putArray("diagnostics");
    for (var diagnostic : found.subList(0, Math.min(max, found.size()))) {
      var node = diagnostics.addObject();
      node.put("severity", diagnostic.severity().name());
      node.put("code", diagnostic.code());
      node.put("message", diagnostic.message());
      Members.text(node, "location", diagnostic.location());
    }
    answer.put("truncated", found.size() > max);
    return Reply.of(answer);
  }
}
