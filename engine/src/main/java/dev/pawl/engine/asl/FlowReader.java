package dev.pawl.engine.asl;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.engine.expression.Location;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads StartAt and States of a machine, a branch or a processor. Spec, "States". */
final class FlowReader {

  private static final int STATE_NAME_MAX = 80;
  private static final Flow UNREADABLE = new Flow("", Map.of());

  private final Reading reading;
  private final FlowScope scope;
  private final Map<String, String> locations = new LinkedHashMap<>();
  private final Map<String, State> states = new LinkedHashMap<>();

  private FlowReader(Reading reading, FlowScope scope) {
    this.reading = reading;
    this.scope = scope;
  }

  static Flow readMachine(ObjectFields fields, MachineType type) {
    return read(fields, FlowScope.ofMachine(type));
  }

  /** One of the Branches of a Parallel. */
  static Flow readBranch(Fields branch) {
    var flow = readInner(branch, branch.scope().machineType());
    branch.text("Comment");
    branch.close();
    return flow;
  }

  /** The flow inside a state, which is run by a machine of the given type. */
  static Flow readInner(Fields fields, MachineType type) {
    var scope = fields.scope().inside(fields.stateName(), type);
    if (scope.isTooDeep()) {
      fields.error(
          Diagnostic.TOO_DEEPLY_NESTED,
          "States are nested more than " + FlowScope.NESTING_MAX + " levels deep",
          fields.location());
      fields.ignore("StartAt");
      fields.ignore("States");
      return UNREADABLE;
    }
    return read(fields, scope);
  }

  private static Flow read(ObjectFields fields, FlowScope scope) {
    fields.required("States", "StartAt");
    fields.reading.addScope(scope);
    var startAt = fields.text("StartAt");
    startAt.ifPresentOrElse(start -> scope.starts(start, fields.at("StartAt")), scope::incomplete);
    var flow = new FlowReader(fields.reading, scope);
    var states = fields.objectNode("States");
    fields.notEmpty("States");
    states.ifPresent(object -> flow.readStates(object, fields.at("States")));
    return new Flow(startAt.orElse(""), flow.states);
  }

  private void readStates(ObjectNode object, String location) {
    for (var member : object.properties()) {
      var name = member.getKey();
      var where = Location.member(location, name);
      locations.put(name, where);
      checkName(name, where);
      if (member.getValue() instanceof ObjectNode state) {
        readState(name, state, where).ifPresent(read -> states.put(name, read));
      } else {
        scope.incomplete();
        add(Diagnostic.SCHEMA_VALIDATION_FAILED, "Expected value of type Object", where);
      }
    }
    if (!object.isEmpty()) {
      scope.checkTransitions(reading, locations);
    }
  }

  private void checkName(String name, String where) {
    if (!reading.claimStateName(name)) {
      add(Diagnostic.DUPLICATE_STATE_NAME, "Duplicate State name: " + name, where);
    }
    if (name.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
      // Half a pair is no text: it could not be stored and found again.
      add(
          Diagnostic.INVALID_STATE_NAME,
          "State name '" + name + "' contains invalid characters",
          where);
    }
    if (name.codePointCount(0, name.length()) > STATE_NAME_MAX) {
      add(
          Diagnostic.INVALID_STATE_NAME,
          "State name '%s' exceeds the %d-character limit allowed by the service"
              .formatted(name, STATE_NAME_MAX),
          where);
    }
  }

  private Optional<State> readState(String name, ObjectNode object, String where) {
    var head = new ObjectFields(reading, object, where);
    head.required("Type");
    var type = readType(head);
    var language = readQueryLanguage(head);
    if (type.isEmpty()) {
      scope.incomplete();
      return Optional.empty();
    }
    var stateHead = new StateHead(name, type.get(), language, where);
    var fields = new Fields(reading, scope, stateHead, object);
    fields.ignore("Type");
    fields.ignore("QueryLanguage");
    fields.text("Comment");
    var state = readFields(type.get(), fields);
    fields.close();
    return Optional.of(state);
  }

  private Optional<StateType> readType(ObjectFields head) {
    var label = head.text("Type");
    var type = label.flatMap(StateType::labelled);
    if (label.isPresent() && type.isEmpty()) {
      head.schemaError(
          "The field 'Type' should have one of these values: " + StateType.labels(),
          head.at("Type"));
    }
    return type;
  }

  private QueryLanguage readQueryLanguage(ObjectFields head) {
    var machine = reading.queryLanguage();
    var language = DefinitionReader.readQueryLanguage(head).orElse(machine);
    if (machine == QueryLanguage.JSONATA && language == QueryLanguage.JSONPATH) {
      head.schemaError(
          "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine",
          head.location());
      // Read on as what it wants to be, so that its fields are not refused a second time.
    }
    return language;
  }

  private State readFields(StateType type, Fields fields) {
    return switch (type) {
      case TASK -> TaskState.read(fields);
      case WAIT -> WaitState.read(fields);
      case PASS -> PassState.read(fields);
      case SUCCEED -> {
        scope.ends();
        yield SucceedState.read(fields);
      }
      case FAIL -> {
        scope.ends();
        yield FailState.read(fields);
      }
      case CHOICE -> ChoiceState.read(fields);
      case PARALLEL -> ParallelState.read(fields);
      case MAP -> MapState.read(fields);
    };
  }

  private void add(String code, String message, String where) {
    reading.add(Diagnostic.error(code, message, where));
  }
}
