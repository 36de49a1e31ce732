package dev.pawl.engine.asl;

/** Ends its flow well: the execution, a branch or an iteration. Spec, "Succeed State". */
public record SucceedState(String name, QueryLanguage queryLanguage, DataFlow dataFlow)
    implements State {

  static SucceedState read(Fields fields) {
    return new SucceedState(fields.stateName(), fields.queryLanguage(), DataFlow.read(fields));
  }

  @Override
  public StateType type() {
    return StateType.SUCCEED;
  }

  public Completion complete(Sight sight) {
    return dataFlow.passThrough(sight);
  }
}
