package dev.pawl.node.api;

import dev.pawl.node.observe.ApiMeters;
import dev.pawl.node.trace.Tracing;
import dev.pawl.protocol.awsjson.PayloadLimits;
import dev.pawl.protocol.awsjson.StepFunctionsShapes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Everything the AWS port serves.
 *
 * @param stepFunctions the operations of Step Functions
 * @param lambda the operations of Lambda
 * @param node what the command line asks for
 * @param code the zips of functions
 * @param runner runs the operations
 * @param failures words what goes wrong
 * @param meters counts requests
 * @param tracing traces them
 * @param ready whether requests should come here, for load balancers
 */
public record Apis(
    List<Operation> stepFunctions,
    List<Operation> lambda,
    NodeDoor node,
    CodeDoor code,
    OperationRunner runner,
    Failures failures,
    ApiMeters meters,
    Tracing tracing,
    BooleanSupplier ready) {

  public Apis {
    stepFunctions = List.copyOf(stepFunctions);
    lambda = List.copyOf(lambda);
  }

  List<Route> routes(ApiSettings settings, String host) {
    return List.of(
        new AwsJsonRoute(
            StepFunctionsShapes.TARGET_PREFIX,
            stepFunctions,
            runner,
            new PayloadLimits(
                settings.quotas().payloadBytesMax(), settings.quotas().definitionBytesMax()),
            settings.requestBytesMax()),
        new LambdaRoute(lambda, runner, settings),
        new AdminRoute(node, code, runner, isLoopback(host), settings.requestBytesMax()),
        new PlainRoute(ready));
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
