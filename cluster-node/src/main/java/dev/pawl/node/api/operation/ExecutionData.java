package dev.pawl.node.api.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.engine.json.Payload;
import dev.pawl.protocol.awsjson.Input;
import org.jspecify.annotations.Nullable;

/** Whether a description shows inputs and outputs: the member {@code includedData}. */
record ExecutionData(boolean included) {

  static ExecutionData of(Input input) {
    return new ExecutionData(!"METADATA_ONLY".equals(input.textOrNull("includedData")));
  }

  /**
   * {@code input} and {@code inputDetails}, or the same of {@code output}; nothing of what is not
   * there.
   */
  void put(ObjectNode answer, String member, @Nullable Payload payload) {
    if (payload != null) {
      if (included) {
        answer.put(member, payload.text());
      }
      details(answer, member);
    }
  }

  /** {@code inputDetails} or {@code outputDetails}. */
  void details(ObjectNode answer, String member) {
    answer.putObject(member + "Details").put("included", included);
  }
}
