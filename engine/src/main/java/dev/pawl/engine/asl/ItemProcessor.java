package dev.pawl.engine.asl;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The flow that a Map runs for each item, and how: ItemProcessor, or Iterator as it was called. */
record ItemProcessor(Flow flow, boolean distributed, MachineType executionType) {

  private static final List<String> MODES = List.of("INLINE", "DISTRIBUTED");
  private static final List<String> EXECUTION_TYPES = List.of("STANDARD", "EXPRESS");

  static ItemProcessor read(Fields map) {
    map.exactlyOneOf("ItemProcessor", "Iterator");
    var processor = map.object("ItemProcessor");
    var iterator = map.object("Iterator");
    return processor
        .or(() -> iterator)
        .map(ItemProcessor::readFields)
        .orElseGet(() -> new ItemProcessor(new Flow("", Map.of()), false, MachineType.STANDARD));
  }

  private static ItemProcessor readFields(Fields fields) {
    var config = fields.object("ProcessorConfig");
    var distributed = config.map(ItemProcessor::readMode).orElse(false);
    var own = fields.scope().machineType();
    var type = config.flatMap(ItemProcessor::readExecutionType).orElse(own);
    var flow = FlowReader.readInner(fields, distributed ? type : own);
    fields.text("Comment");
    fields.close();
    return new ItemProcessor(flow, distributed, type);
  }

  private static boolean readMode(Fields config) {
    var distributed = config.oneOf("Mode", MODES).orElse("INLINE").equals("DISTRIBUTED");
    if (distributed) {
      config.required("ExecutionType");
      config.ignore("ExecutionType");
    }
    config.close();
    if (distributed && config.scope().machineType() == MachineType.EXPRESS) {
      config.schemaError(
          "The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines",
          config.at("Mode"));
    }
    return distributed;
  }

  private static Optional<MachineType> readExecutionType(Fields config) {
    return config.has("Mode")
        ? config.oneOf("ExecutionType", EXECUTION_TYPES).map(MachineType::valueOf)
        : Optional.empty();
  }
}
