package dev.pawl.engine.asl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/** Reads and checks the Resource of a Task, with the arguments that it requires. */
final class TaskResource {

  /** Stands in while a definition that will be refused anyway is read to its end. */
  private static final Resource UNREADABLE =
      new Resource.ServiceIntegration("", "", Resource.Pattern.REQUEST_RESPONSE, "");

  private TaskResource() {}

  static Resource read(Fields fields) {
    fields.required("Resource");
    var text = fields.text("Resource");
    if (text.isEmpty()) {
      return UNREADABLE;
    }
    var where = fields.at("Resource");
    if (!ResourceForms.ARN.matcher(text.get()).matches()) {
      fields.schemaError("Value is not a valid resource ARN", where);
      return UNREADABLE;
    }
    var resource = Resource.parse(text.get()).filter(TaskResource::exists);
    if (resource.isEmpty()) {
      fields.schemaError(
          "The resource provided %s is not recognized. The value is not a valid resource ARN, or the resource is not available in this region."
              .formatted(text.get()),
          where);
      return UNREADABLE;
    }
    checkMachineType(fields, resource.get(), where);
    if (resource.get() instanceof Resource.ServiceIntegration integration) {
      checkArguments(fields, integration);
    }
    return resource.get();
  }

  private static boolean exists(Resource resource) {
    return switch (resource) {
      case Resource.LambdaFunction ignored -> true;
      case Resource.Activity ignored -> true;
      case Resource.ServiceIntegration integration -> Integrations.exists(integration);
    };
  }

  private static void checkMachineType(Fields fields, Resource resource, String where) {
    if (fields.scope().machineType() != MachineType.EXPRESS) {
      return;
    }
    switch (resource) {
      case Resource.Activity ignored ->
          fields.schemaError("Express state machine does not support Activity ARN", where);
      case Resource.ServiceIntegration integration
          when integration.service().equals(Resource.SIGNAL) ->
          fields.schemaError("Express state machine does not support waiting for a signal", where);
      case Resource.ServiceIntegration integration ->
          checkExpressPattern(fields, integration.pattern(), where);
      case Resource.LambdaFunction ignored -> {}
    }
  }

  private static void checkExpressPattern(Fields fields, Resource.Pattern pattern, String where) {
    switch (pattern) {
      case REQUEST_RESPONSE -> {}
      case SYNC, SYNC_2 ->
          fields.schemaError(
              "Express state machine does not support '.sync' service integration", where);
      case WAIT_FOR_TASK_TOKEN ->
          // The blank at the end is AWS's.
          fields.schemaError(
              "Express state machine does not support '.waitForTaskToken' service integration ",
              where);
    }
  }

  private static void checkArguments(Fields fields, Resource.ServiceIntegration integration) {
    var required = Integrations.requiredMembers(integration);
    if (required.isEmpty()) {
      return;
    }
    var name = fields.isJsonata() ? "Arguments" : "Parameters";
    var arguments = Optional.ofNullable(fields.object.get(name));
    if (arguments.isEmpty()) {
      fields.schemaError(
          name + " field is required for resource ARN: " + integration.text(), fields.location());
      return;
    }
    arguments
        .filter(JsonNode::isObject)
        .ifPresent(given -> checkMembers(fields, given, required, fields.at(name)));
  }

  private static void checkMembers(
      Fields fields, JsonNode given, List<String> required, String where) {
    for (var member : required) {
      if (!given.has(member) && (fields.isJsonata() || !given.has(member + ".$"))) {
        fields.schemaError("The field '" + member + "' is required but was missing", where);
      }
    }
  }
}
