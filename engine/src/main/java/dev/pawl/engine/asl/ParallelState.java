package dev.pawl.engine.asl;

import dev.pawl.engine.json.Payload;
import java.util.List;
import java.util.Optional;

/** Runs its branches side by side, each with the same input. Spec, "Parallel State". */
public record ParallelState(
    String name,
    QueryLanguage queryLanguage,
    Optional<String> next,
    List<Flow> branches,
    DataFlow dataFlow,
    List<Retrier> retriers,
    List<Catcher> catchers)
    implements State, Recoverable {

  public ParallelState {
    branches = List.copyOf(branches);
    retriers = List.copyOf(retriers);
    catchers = List.copyOf(catchers);
  }

  static ParallelState read(Fields fields) {
    fields.required("Branches");
    var branches = fields.objects("Branches");
    fields.notEmpty("Branches");
    return new ParallelState(
        fields.stateName(),
        fields.queryLanguage(),
        fields.next(),
        branches.stream().map(FlowReader::readBranch).toList(),
        DataFlow.read(fields),
        Retrier.readAll(fields),
        Catcher.readAll(fields));
  }

  @Override
  public StateType type() {
    return StateType.PARALLEL;
  }

  public Payload branchInput(Sight sight) {
    return dataFlow.arguments(sight);
  }

  /** The end of the state; {@code result} is the array of outputs in the order of the branches. */
  public Completion complete(Sight sight, Payload result) {
    return dataFlow.complete(sight, result);
  }
}
