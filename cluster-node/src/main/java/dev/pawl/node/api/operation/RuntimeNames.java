package dev.pawl.node.api.operation;

import java.util.List;
import java.util.Set;

/**
 * The names of Lambda's runtimes: which there are, which there were, and which Pawl runs. Lambda,
 * "Runtimes".
 */
final class RuntimeNames {

  /** In the order in which AWS's error lists them. */
  private static final List<String> SUPPORTED =
      List.of(
          "nodejs20.x",
          "python3.14",
          "provided.al2023",
          "python3.12",
          "python3.13",
          "nodejs24.x",
          "nodejs22.x",
          "java25",
          "python3.10",
          "python3.11",
          "java21",
          "ruby3.3",
          "ruby3.4",
          "ruby3.2",
          "python3.8",
          "python3.9",
          "java17",
          "nodejs16.x",
          "dotnet10",
          "dotnet8",
          "java11",
          "dotnet6",
          "nodejs18.x",
          "provided.al2",
          "java8.al2");

  private static final Set<String> RETIRED =
      Set.of(
          "dotnetcore1.0",
          "dotnetcore2.0",
          "dotnetcore2.1",
          "dotnetcore3.1",
          "dotnet5.0",
          "go1.x",
          "java8",
          "nodejs",
          "nodejs4.3",
          "nodejs4.3-edge",
          "nodejs6.10",
          "nodejs8.10",
          "nodejs10.x",
          "nodejs12.x",
          "nodejs14.x",
          "provided",
          "python2.7",
          "python3.6",
          "python3.7",
          "ruby2.5",
          "ruby2.7");

  private RuntimeNames() {}

  /** A runtime that Pawl runs. */
  static String checked(String runtime) {
    if (RETIRED.contains(runtime)) {
      throw LambdaErrors.invalidParameter(
          "The runtime parameter of "
              + runtime
              + " is no longer supported for creating or updating AWS Lambda functions. We recommend"
              + " you use a supported runtime while creating or updating functions.");
    }
    if (!SUPPORTED.contains(runtime)) {
      throw LambdaErrors.invalidParameter(
          "Value "
              + runtime
              + " at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: "
              + SUPPORTED
              + " or be a valid ARN");
    }
    if (runtime.startsWith("ruby") || runtime.startsWith("dotnet")) {
      throw LambdaErrors.notOffered(
          "the runtime " + runtime + " (it runs provided.*, python3.*, nodejs* and java*)");
    }
    return runtime;
  }
}
