package dev.pawl.engine.asl;

/** One state of a {@link Flow}. What it means is asked with a {@link Sight}. Spec, "States". */
public sealed interface State
    permits PassState,
        TaskState,
        ChoiceState,
        WaitState,
        SucceedState,
        FailState,
        ParallelState,
        MapState {

  String name();

  QueryLanguage queryLanguage();

  StateType type();
}
