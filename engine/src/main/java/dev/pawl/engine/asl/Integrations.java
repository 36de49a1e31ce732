package dev.pawl.engine.asl;

import dev.pawl.engine.asl.Resource.Pattern;
import dev.pawl.engine.asl.Resource.ServiceIntegration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The optimized integrations of Step Functions. AWS developer guide, "Integrating services". */
final class Integrations {

  private record Offer(Set<Pattern> patterns, List<String> requiredMembers) {}

  /** What AWS does not have stands in a partition of its own. */
  private static final String PAWL = "arn:pawl:";

  private static final Map<String, Offer> OFFERS = new HashMap<>();

  private static final Set<Pattern> CALL = EnumSet.of(Pattern.REQUEST_RESPONSE);
  private static final Set<Pattern> JOB = EnumSet.of(Pattern.REQUEST_RESPONSE, Pattern.SYNC);
  private static final Set<Pattern> TOKEN =
      EnumSet.of(Pattern.REQUEST_RESPONSE, Pattern.WAIT_FOR_TASK_TOKEN);
  private static final Set<Pattern> JOB_OR_TOKEN =
      EnumSet.of(Pattern.REQUEST_RESPONSE, Pattern.SYNC, Pattern.WAIT_FOR_TASK_TOKEN);

  static {
    offer("lambda", TOKEN, "invoke", "FunctionName");
    offer("states", EnumSet.allOf(Pattern.class), "startExecution", "StateMachineArn");
    offer("sqs", TOKEN, "sendMessage", "QueueUrl", "MessageBody");
    offer("sns", TOKEN, "publish", "Message");
    offer("events", TOKEN, "putEvents", "Entries");
    offer("dynamodb", CALL, "getItem", "TableName", "Key");
    offer("dynamodb", CALL, "putItem", "TableName", "Item");
    offer("dynamodb", CALL, "updateItem", "TableName", "Key");
    offer("dynamodb", CALL, "deleteItem", "TableName", "Key");
    offer("http", CALL, "invoke", "ApiEndpoint", "Method");
    offer("apigateway", TOKEN, "invoke", "ApiEndpoint", "Method");
    offer("ecs", JOB_OR_TOKEN, "runTask", "TaskDefinition");
    offer("batch", JOB, "submitJob", "JobDefinition", "JobName", "JobQueue");
    offer("glue", JOB, "startJobRun", "JobName");
    offer("databrew", JOB, "startJobRun", "Name");
    offer("athena", JOB, "startQueryExecution");
    offerAll("athena", CALL, "stopQueryExecution", "getQueryExecution", "getQueryResults");
    offer("bedrock", TOKEN, "invokeModel");
    offer("bedrock", JOB, "createModelCustomizationJob");
    offer("mediaconvert", JOB, "createJob");
    offerAll("codebuild", JOB, "startBuild", "startBuildBatch", "retryBuildBatch");
    offerAll("codebuild", CALL, "stopBuild", "batchDeleteBuilds", "batchGetReports");
    offerAll("codebuild", CALL, "stopBuildBatch", "deleteBuildBatch");
    offerAll("eks", JOB, "createCluster", "deleteCluster", "createNodegroup", "deleteNodegroup");
    offerAll("eks", JOB, "createFargateProfile", "deleteFargateProfile", "runJob");
    offerAll("eks", TOKEN, "call");
    offerAll("elasticmapreduce", JOB, "createCluster", "terminateCluster", "addStep");
    offerAll("elasticmapreduce", CALL, "setClusterTerminationProtection", "cancelStep");
    offerAll("elasticmapreduce", CALL, "modifyInstanceFleetByName", "modifyInstanceGroupByName");
    offerAll("emr-containers", JOB, "startJobRun", "deleteVirtualCluster");
    offerAll("emr-containers", CALL, "createVirtualCluster");
    offerAll("emr-serverless", JOB, "createApplication", "startApplication", "stopApplication");
    offerAll("emr-serverless", JOB, "deleteApplication", "startJobRun", "cancelJobRun");
    offerAll("sagemaker", JOB, "createTrainingJob", "createTransformJob", "createProcessingJob");
    offerAll("sagemaker", JOB, "createHyperParameterTuningJob", "createLabelingJob");
    offerAll("sagemaker", CALL, "createEndpoint", "createEndpointConfig", "createModel");
    offerAll("sagemaker", CALL, "updateEndpoint");
    offer(Resource.SIGNAL, CALL, "wait", "Name");
  }

  private Integrations() {}

  /** Whether the service offers the action in this pattern. */
  static boolean exists(ServiceIntegration integration) {
    if (integration.isAwsSdk()) {
      return integration.pattern() == Pattern.REQUEST_RESPONSE
          || integration.pattern() == Pattern.WAIT_FOR_TASK_TOKEN;
    }
    if (integration.service().equals(Resource.SIGNAL) && !integration.text().startsWith(PAWL)) {
      return false;
    }
    var offer = OFFERS.get(key(integration.service(), integration.action()));
    return offer != null && offer.patterns.contains(integration.pattern());
  }

  /** The members of the request that must be there for the definition to be accepted. */
  static List<String> requiredMembers(ServiceIntegration integration) {
    var offer = OFFERS.get(key(integration.service(), integration.action()));
    return offer == null ? List.of() : offer.requiredMembers;
  }

  private static void offer(
      String service, Set<Pattern> patterns, String action, String... requiredMembers) {
    OFFERS.put(key(service, action), new Offer(patterns, List.of(requiredMembers)));
  }

  private static void offerAll(String service, Set<Pattern> patterns, String... actions) {
    for (var action : actions) {
      offer(service, patterns, action);
    }
  }

  private static String key(String service, String action) {
    return service + ":" + action;
  }
}
