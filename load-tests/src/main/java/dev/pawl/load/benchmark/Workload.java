package dev.pawl.load.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.load.node.AwsClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What every execution of a run does. */
enum Workload {
  /** Three activity steps in sequence, worked from outside. */
  W3(3) {
    @Override
    ObjectNode definition(List<String> activityArns) {
      return steps(activityArns);
    }
  },

  /** The same, with one gRPC stream for the workers of a step. */
  W3G(3) {
    @Override
    ObjectNode definition(List<String> activityArns) {
      return steps(activityArns);
    }

    @Override
    boolean streams() {
      return true;
    }
  },

  /** No step outside: ten states of Pass and Choice, and the end. */
  W0(0) {
    @Override
    ObjectNode definition(List<String> activityArns) {
      var states = AwsClient.object();
      for (var i = 0; i < CHAIN; i++) {
        states.putObject("Note" + i).put("Type", "Pass").put("Next", "Which" + i);
        var choice = states.putObject("Which" + i).put("Type", "Choice").put("Default", "No");
        choice
            .putArray("Choices")
            .addObject()
            .put("Variable", "$.quantity")
            .put("NumericGreaterThan", i)
            .put("Next", i + 1 < CHAIN ? "Note" + (i + 1) : "Yes");
      }
      states.putObject("Yes").put("Type", "Succeed");
      states.putObject("No").put("Type", "Fail").put("Error", "Wrong");
      return machine("Note0", states);
    }
  };

  private static final int CHAIN = 5;
  private static final String ROLE = "arn:aws:iam::000000000000:role/pawl-load";

  final int steps;

  Workload(int steps) {
    this.steps = steps;
  }

  abstract ObjectNode definition(List<String> activityArns);

  /** Whether workers take their tasks from gRPC streams. */
  boolean streams() {
    return false;
  }

  private static ObjectNode steps(List<String> activityArns) {
    var states = AwsClient.object();
    for (var i = 0; i < activityArns.size(); i++) {
      var state = states.putObject("Step" + (i + 1));
      state.put("Type", "Task").put("Resource", activityArns.get(i));
      if (i + 1 < activityArns.size()) {
        state.put("Next", "Step" + (i + 2));
      } else {
        state.put("End", true);
      }
    }
    return machine("Step1", states);
  }

  /** A machine, and the activities it waits for in this order. */
  record Prepared(Workload workload, String stateMachineArn, List<String> activityArns) {
    Prepared {
      activityArns = List.copyOf(activityArns);
    }
  }

  /** Creates activities and a machine of their own, so that nobody polls for an earlier run. */
  Prepared prepare(AwsClient aws, String run) {
    var activities = new ArrayList<String>();
    for (var i = 0; i < steps; i++) {
      var name = "%s-%s-%d".formatted(name().toLowerCase(Locale.ROOT), run, i + 1);
      var created = aws.stepFunctions("CreateActivity", AwsClient.object().put("name", name));
      activities.add(text(created, "activityArn"));
    }
    var request =
        AwsClient.object()
            .put("name", name().toLowerCase(Locale.ROOT) + "-" + run)
            .put("definition", definition(activities).toString())
            .put("roleArn", ROLE);
    var machine = text(aws.stepFunctions("CreateStateMachine", request), "stateMachineArn");
    return new Prepared(this, machine, activities);
  }

  private static ObjectNode machine(String startAt, ObjectNode states) {
    var machine = AwsClient.object().put("StartAt", startAt);
    machine.set("States", states);
    return machine;
  }

  private static String text(JsonNode node, String member) {
    return node.required(member).textValue();
  }
}
