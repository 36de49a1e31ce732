package dev.pawl.node.api;

import dev.pawl.node.api.auth.Gate;
import dev.pawl.node.observe.ApiMeters;
import dev.pawl.node.trace.Tracing;
import dev.pawl.protocol.awsjson.LogsShapes;
import dev.pawl.protocol.awsjson.PawlShapes;
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
 * @param identity the operations of STS and IAM
 * @param logs the operations of CloudWatch Logs
 * @param pawl the operations that AWS does not have
 * @param node what the command line asks for
 * @param code the zips of functions
 * @param gate lets callers in
 * @param runner runs the operations
 * @param failures words what goes wrong
 * @param meters counts requests
 * @param tracing traces them
 * @param ready whether requests should come here, for load balancers
 */
public record Apis(
    List<Operation> stepFunctions,
    List<Operation> lambda,
    List<Operation> identity,
    List<Operation> logs,
    List<Operation> pawl,
    NodeDoor node,
    CodeDoor code,
    Gate gate,
    OperationRunner runner,
    Failures failures,
    ApiMeters meters,
    Tracing tracing,
    BooleanSupplier ready) {

  public Apis {
    stepFunctions = List.copyOf(stepFunctions);
    lambda = List.copyOf(lambda);
    identity = List.copyOf(identity);
    logs = List.copyOf(logs);
    pawl = List.copyOf(pawl);
  }

  List<Route> routes(ApiSettings settings, String host) {
    return List.of(
        new QueryRoute(identity, runner),
        new AwsJsonRoute(
            List.of(
                new AwsJsonRoute.Service(
                    "states", StepFunctionsShapes.TARGET_PREFIX, stepFunctions),
                new AwsJsonRoute.Service("logs", LogsShapes.TARGET_PREFIX, logs),
                new AwsJsonRoute.Service("pawl", PawlShapes.TARGET_PREFIX, pawl)),
            runner,
            new PayloadLimits(
                settings.quotas().payloadBytesMax(), settings.quotas().definitionBytesMax()),
            settings.requestBytesMax()),
        new LambdaRoute(lambda, runner, settings),
        new AdminRoute(
            node, code, runner, isLoopback(host) || gate.isGuarded(), settings.requestBytesMax()),
        new PlainRoute(ready));
  }

  /** Whether only this machine reaches the address. */
  public static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
