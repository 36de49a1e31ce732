package dev.pawl.node.boot;

import dev.pawl.node.api.logs.LogFiles;
import dev.pawl.node.function.FunctionLogs;
import dev.pawl.node.observe.ExecutionLogs;
import java.util.ArrayList;
import java.util.List;

/**
 * The logs that this node writes: those of executions by the group they name, and those of
 * functions as Lambda names them.
 */
record LocalLogs(ExecutionLogs executions, FunctionLogs functions) implements LogFiles {

  private static final String LAMBDA = "/aws/lambda/";

  @Override
  public List<Group> groups() {
    var groups = new ArrayList<Group>();
    for (var name : executions.groups()) {
      groups.add(new Group(name, Format.EXECUTIONS, List.of(executions.file(name))));
    }
    for (var name : functions.functionNames()) {
      groups.add(new Group(LAMBDA + name, Format.FUNCTION, functions.files(name)));
    }
    return groups;
  }
}
