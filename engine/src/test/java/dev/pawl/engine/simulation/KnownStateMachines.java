package dev.pawl.engine.simulation;

import dev.pawl.engine.asl.StateMachine;
import java.util.List;
import java.util.stream.Stream;

/** Machines written by hand for what random ones seldom do. */
final class KnownStateMachines {
  private KnownStateMachines() {}

  private static final String THREE_TASKS =
      """
      {"StartAt":"A","States":{
        "A":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:000000000000:function:a","Retry":[{"ErrorEquals":["States.ALL"],"MaxAttempts":5}],"Next":"B"},
        "B":{"Type":"Task","Resource":"arn:aws:states:us-east-1:000000000000:activity:b","HeartbeatSeconds":5,"TimeoutSeconds":60,"Catch":[{"ErrorEquals":["States.ALL"],"Next":"C"}],"Next":"C"},
        "C":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke.waitForTaskToken","Parameters":{"FunctionName":"c","Payload":{"token.$":"$$.Task.Token"}},"End":true}}}
      """;

  private static final String TASKS_THAT_TIME_OUT_TOGETHER =
      """
      {"StartAt":"M","States":{"M":{"Type":"Map","ItemsPath":"$.list","ItemProcessor":{"StartAt":"T","States":{
        "T":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Parameters":{"FunctionName":"f"},"TimeoutSeconds":2,"End":true}}},
        "Retry":[{"ErrorEquals":["States.Timeout"],"MaxAttempts":1}],"Catch":[{"ErrorEquals":["States.ALL"],"Next":"Z"}],"Next":"Z"},
        "Z":{"Type":"Succeed"}}}
      """;

  private static final String LOOP =
      """
      {"StartAt":"I","States":{
        "I":{"Type":"Pass","Parameters":{"n.$":"States.MathAdd($.n, 1)"},"Next":"C"},
        "C":{"Type":"Choice","Choices":[{"Variable":"$.n","NumericLessThan":60,"Next":"I"}],"Default":"W"},
        "W":{"Type":"Wait","Seconds":3,"End":true}}}
      """;

  private static final String LONG_HEARTBEAT =
      """
      {"StartAt":"B","States":{
        "B":{"Type":"Task","Resource":"arn:aws:states:us-east-1:000000000000:activity:b","HeartbeatSeconds":600,"End":true}}}
      """;

  private static final String WAITS_IN_BRANCHES =
      """
      {"StartAt":"P","States":{"P":{"Type":"Parallel","End":true,"Branches":[
        {"StartAt":"W1","States":{"W1":{"Type":"Wait","Seconds":5,"Next":"W2"},"W2":{"Type":"Wait","Seconds":5,"End":true}}},
        {"StartAt":"W3","States":{"W3":{"Type":"Wait","Seconds":5,"Next":"T"},"T":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:000000000000:function:a","End":true}}},
        {"StartAt":"W4","States":{"W4":{"Type":"Wait","Seconds":10,"Next":"F"},"F":{"Type":"Fail","Error":"E","Cause":"C"}}}],
        "Retry":[{"ErrorEquals":["E"],"IntervalSeconds":2,"MaxAttempts":2,"JitterStrategy":"FULL"}]}}}
      """;

  private static final String FROM_HAND_TO_HAND =
      """
      {"StartAt":"A","States":{
        "A":{"Type":"Task","Resource":"arn:aws:states:us-east-1:000000000000:activity:a","TimeoutSeconds":900,"ResultPath":null,"Next":"B"},
        "B":{"Type":"Task","Resource":"arn:aws:states:us-east-1:000000000000:activity:b","TimeoutSeconds":900,"ResultPath":null,"Next":"C"},
        "C":{"Type":"Task","Resource":"arn:aws:states:us-east-1:000000000000:activity:a","TimeoutSeconds":900,"ResultPath":null,"Next":"N"},
        "N":{"Type":"Choice","Choices":[{"Variable":"$.n","NumericLessThan":2,"Next":"I"}],"Default":"W"},
        "I":{"Type":"Pass","Parameters":{"n.$":"States.MathAdd($.n, 1)"},"Next":"A"},
        "W":{"Type":"Wait","Seconds":2,"End":true}},
        "TimeoutSeconds":3000}
      """;

  /** Whoever holds one of its tokens can move it past an owner that has nothing to do but wait. */
  private static final String TOKENS_AND_CALLS =
      """
      {"StartAt":"A","States":{
        "A":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke.waitForTaskToken","Parameters":{"FunctionName":"a","Payload":{"token.$":"$$.Task.Token"}},"ResultPath":null,"Catch":[{"ErrorEquals":["States.ALL"],"ResultPath":null,"Next":"B"}],"Next":"B"},
        "B":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:000000000000:function:b","ResultPath":null,"Catch":[{"ErrorEquals":["States.ALL"],"ResultPath":null,"Next":"N"}],"Next":"N"},
        "N":{"Type":"Choice","Choices":[{"Variable":"$.n","NumericLessThan":4,"Next":"I"}],"Default":"Z"},
        "I":{"Type":"Pass","Parameters":{"n.$":"States.MathAdd($.n, 1)"},"Next":"A"},
        "Z":{"Type":"Succeed"}}}
      """;

  private static final String SIGNALS =
      """
      {"StartAt":"P","States":{"P":{"Type":"Parallel","End":true,
        "Retry":[{"ErrorEquals":["States.Timeout"],"MaxAttempts":1}],"Branches":[
        {"StartAt":"S","States":{
          "S":{"Type":"Task","Resource":"arn:pawl:states:::signal:wait","Parameters":{"Name":"go"},"ResultPath":null,"Next":"T"},
          "T":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:000000000000:function:a","Catch":[{"ErrorEquals":["States.ALL"],"Next":"U"}],"Next":"U"},
          "U":{"Type":"Task","Resource":"arn:pawl:states:::signal:wait","Parameters":{"Name":"go","MaxCount":3},"TimeoutSeconds":4,"Catch":[{"ErrorEquals":["States.Timeout"],"Next":"V"}],"Next":"V"},
          "V":{"Type":"Wait","Seconds":2,"End":true}}},
        {"StartAt":"X","States":{
          "X":{"Type":"Task","Resource":"arn:pawl:states:::signal:wait","Parameters":{"Name":"go","MaxCount":2},"TimeoutSeconds":900,"End":true}}}]}}}
      """;

  private static final String CHILDREN_IN_BATCHES =
      """
      {"StartAt":"I","States":{
        "I":{"Type":"Pass","Result":["a","b","c","d","e","f","g"],"Next":"M"},
        "M":{"Type":"Map","MaxConcurrency":2,"ToleratedFailurePercentage":60,"ItemBatcher":{"MaxItemsPerBatch":2},
          "ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},"StartAt":"T","States":{
            "T":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:000000000000:function:a","Next":"W"},
            "W":{"Type":"Wait","Seconds":3,"End":true}}},
          "Retry":[{"ErrorEquals":["States.ALL"],"MaxAttempts":1}],"End":true}}}
      """;

  private static final String CHILDREN_THAT_ARE_STOPPED =
      """
      {"StartAt":"I","TimeoutSeconds":40,"States":{
        "I":{"Type":"Pass","Result":["a","b","c","d","e"],"Next":"P"},
        "P":{"Type":"Parallel","Branches":[
          {"StartAt":"M","States":{"M":{"Type":"Map","ItemBatcher":{"MaxItemsPerBatch":1},
            "ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},"StartAt":"T","States":{
              "T":{"Type":"Task","Resource":"arn:aws:states:us-east-1:000000000000:activity:a","TimeoutSeconds":25,"End":true}}},"End":true}}},
          {"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":8,"Next":"F"},"F":{"Type":"Fail","Error":"E","Cause":"C"}}}],
          "Catch":[{"ErrorEquals":["States.ALL"],"Next":"Z"}],"End":true},
        "Z":{"Type":"Wait","Seconds":20,"End":true}}}
      """;

  static final List<StateMachine> ALL =
      Stream.of(
              FROM_HAND_TO_HAND,
              THREE_TASKS,
              TASKS_THAT_TIME_OUT_TOGETHER,
              LOOP,
              LONG_HEARTBEAT,
              TOKENS_AND_CALLS,
              SIGNALS,
              WAITS_IN_BRANCHES,
              CHILDREN_IN_BATCHES,
              CHILDREN_THAT_ARE_STOPPED)
          .map(RandomStateMachine::parsed)
          .toList();
}
