package dev.pawl.node.api.operation;

import dev.pawl.node.function.FunctionConfiguration;
import dev.pawl.persistence.catalog.FunctionEntry;
import dev.pawl.protocol.awsjson.Input;
import java.util.OptionalInt;

/**
 * The reserved concurrency of a function: a setting of the function itself, none of its versions'
 * or revisions'.
 */
final class FunctionConcurrency {

  private FunctionConcurrency() {}

  /** The function that the request names, which must exist and have no qualifier. */
  static LambdaFunctions.Target target(LambdaFunctions functions, Input input) {
    var target = functions.named(input);
    if (target.qualifier() != null) {
      throw LambdaErrors.invalidParameter(
          "This operation is permitted on Lambda functions only. Aliases and versions do not support"
              + " this operation. Please specify either a function name or an unqualified function"
              + " ARN.");
    }
    if (functions.find(target).isEmpty()) {
      throw LambdaErrors.notFound(target.qualifiedArn());
    }
    return target;
  }

  static OptionalInt of(FunctionEntry entry) {
    return FunctionConfiguration.parse(entry.configuration()).reservedConcurrency();
  }

  static void set(LambdaFunctions functions, Input input, OptionalInt reserved) {
    functions.change(target(functions, input), null, null, current -> change(current, reserved));
  }

  private static LambdaFunctions.Change change(FunctionEntry current, OptionalInt reserved) {
    var before = FunctionConfiguration.parse(current.configuration());
    var after = before.withReservedConcurrency(reserved);
    return new LambdaFunctions.Change(after, current.codeSha256(), current.lastModified());
  }
}
