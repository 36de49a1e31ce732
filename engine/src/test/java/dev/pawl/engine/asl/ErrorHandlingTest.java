package dev.pawl.engine.asl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Spec, "Errors": which names match, and how long a Retrier waits. */
class ErrorHandlingTest {

  @ParameterizedTest(name = "{0} answers to {1}: {2}")
  @CsvSource({
    "MyError, MyError, true",
    "MyError, myerror, false",
    "States.ALL, MyError, true",
    "States.ALL, States.Timeout, true",
    "States.ALL, States.HeartbeatTimeout, true",
    "States.ALL, States.DataLimitExceeded, true",
    "States.ALL, States.Runtime, false",
    "States.Runtime, States.Runtime, false",
    "States.TaskFailed, States.Runtime, false",
    "States.TaskFailed, MyError, true",
    "States.TaskFailed, States.TaskFailed, true",
    "States.TaskFailed, States.Permissions, true",
    "States.TaskFailed, States.Timeout, false",
    "States.Timeout, States.Timeout, true",
    "States.Timeout, States.HeartbeatTimeout, true",
    "States.HeartbeatTimeout, States.HeartbeatTimeout, true",
    "States.HeartbeatTimeout, States.Timeout, false",
    "States.DataLimitExceeded, States.DataLimitExceeded, true",
  })
  void namesOfErrors(String name, String error, boolean answers) throws Exception {
    var task =
        task(
            "\"Retry\":[{\"ErrorEquals\":[\""
                + name
                + "\"]}],\"Catch\":[{\"ErrorEquals\":[\""
                + name
                + "\"],\"Next\":\"E\"}]");

    assertEquals(answers, task.retriers().getFirst().matches(error));
    assertEquals(answers, task.catchers().getFirst().matches(error));
  }

  @Test
  void aRetrierHasDefaults() throws Exception {
    var retrier = retrier("");

    assertEquals(3, retrier.maxAttempts());
    assertEquals(List.of(1000L, 2000L, 4000L), delays(retrier, 3));
  }

  @Test
  void delaysGrowUntilTheirLimit() throws Exception {
    var retrier =
        retrier(
            ",\"IntervalSeconds\":3,\"BackoffRate\":1.5,\"MaxDelaySeconds\":10,\"MaxAttempts\":99");

    assertEquals(List.of(3000L, 4500L, 6750L, 10_000L, 10_000L), delays(retrier, 5));
  }

  @Test
  void delaysHaveALimitEvenWithoutOne() throws Exception {
    var retrier =
        retrier(",\"IntervalSeconds\":99999,\"BackoffRate\":1e300,\"MaxAttempts\":99999999");

    var delay = retrier.delay(99_999_998, new SplittableRandom(1));

    assertEquals(Duration.ofSeconds(Retrier.DELAY_SECONDS_MAX), delay);
  }

  @Test
  void anIntervalOfNothingStaysNothing() throws Exception {
    assertEquals(List.of(0L, 0L), delays(retrier(",\"IntervalSeconds\":0"), 2));
  }

  @Test
  void fullJitterSpreadsDelaysFromNothingToAllOfIt() throws Exception {
    var retrier = retrier(",\"IntervalSeconds\":2,\"JitterStrategy\":\"FULL\"");
    var random = new SplittableRandom(Long.getLong("seed", 4711L));

    var delays =
        IntStream.range(0, 1000)
            .mapToLong(i -> retrier.delay(0, random).toMillis())
            .summaryStatistics();

    assertTrue(delays.getMin() >= 0 && delays.getMin() < 100, delays::toString);
    assertTrue(delays.getMax() <= 2000 && delays.getMax() > 1900, delays::toString);
  }

  @Test
  void toleranceCountsWhatHasFailed() {
    var half = new Tolerance(java.util.OptionalLong.empty(), java.util.OptionalDouble.of(50));

    assertTrue(Tolerance.NONE.isExceededBy(1, 1_000_000));
    assertFalse(Tolerance.NONE.isExceededBy(0, 0));
    assertFalse(half.isExceededBy(5, 10));
    assertTrue(half.isExceededBy(6, 10));
    assertFalse(half.isExceededBy(0, 0));
  }

  private static List<Long> delays(Retrier retrier, int count) {
    var random = new SplittableRandom(1);
    return IntStream.range(0, count)
        .mapToObj(attempt -> retrier.delay(attempt, random).toMillis())
        .toList();
  }

  private static Retrier retrier(String fields) throws Exception {
    return task("\"Retry\":[{\"ErrorEquals\":[\"E\"]" + fields + "}]").retriers().getFirst();
  }

  private static TaskState task(String fields) throws Exception {
    var machine =
        StateMachine.parse(
            """
            {"StartAt":"S","States":{"E":{"Type":"Succeed"},"S":{"Type":"Task","Next":"E",
             "Resource":"arn:aws:states:::aws-sdk:sqs:listQueues",%s}}}\
            """
                .formatted(fields));
    return (TaskState) machine.flow().state("S");
  }
}
