package dev.pawl.node.function;

import static dev.pawl.node.function.TestFunctions.begin;
import static dev.pawl.node.function.TestFunctions.invoke;
import static dev.pawl.node.function.TestFunctions.settings;
import static dev.pawl.node.function.TestFunctions.text;
import static dev.pawl.node.function.TestFunctions.withReserved;
import static dev.pawl.node.function.TestFunctions.withTimeout;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real processes, with a runtime of our own: how they are started, shared, timed out and killed.
 */
class FunctionPoolTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir Path data;
  private final TestFunctions functions = new TestFunctions();
  private @Nullable FunctionPool started;

  private FunctionPool pool(String... overrides) {
    started = new FunctionPool(settings(data, overrides), functions);
    return started;
  }

  @AfterEach
  void close() {
    if (started != null) {
      started.close();
    }
  }

  @Test
  void aCustomRuntimeGetsTheEventByteForByteAndItsAnswerIsTheResult() {
    FunctionPool pool = pool();
    FunctionSpec function = functions.provided("echo", "any");

    InvocationResult result = invoke(pool, function, "{\"a\" : 1.0,  \"ü\":[]}");

    assertEquals("{\"a\" : 1.0,  \"ü\":[]}", text(result));
    assertEquals(200, result.statusCode());
    assertNull(result.functionError());
    assertEquals("$LATEST", result.executedVersion());
  }

  @Test
  void anEmptyPayloadIsAnEmptyObjectToTheHandler() {
    assertEquals("{}", text(invoke(pool(), functions.provided("echo", "any"), "")));
  }

  @Test
  void aProcessServesOneInvocationAfterTheOther() {
    FunctionPool pool = pool();
    FunctionSpec function = functions.provided("pid", "any");

    String first = text(invoke(pool, function, "{\"do\":\"pid\"}"));
    await().atMost(SOON).until(() -> pool.stats().functions().getFirst().idle() == 1);
    String second = text(invoke(pool, function, "{\"do\":\"pid\"}"));

    assertEquals(first, second);
    assertEquals(1, pool.stats().coldStarts());
  }

  @Test
  void eachInvocationAtATimeHasAProcessOfItsOwn() {
    FunctionPool pool = pool();
    FunctionSpec function = functions.provided("many", "any");

    List<CompletableFuture<InvocationResult>> begun = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      begun.add(begin(pool, function, "{\"do\":\"sleep\",\"n\":2000}"));
    }

    assertEquals(3, begun.stream().map(r -> text(r.join())).distinct().count());
  }

  @Test
  void anErrorOfTheHandlerIsAResult() {
    InvocationResult result =
        invoke(pool(), functions.provided("fail", "any"), "{\"do\":\"fail\"}");

    assertEquals("Unhandled", result.functionError());
    assertEquals("{\"errorMessage\":\"bad\",\"errorType\":\"My.Error\",\"more\":1}", text(result));
    assertTrue(String.valueOf(result.logTail()).contains("\tStatus: error\tError Type: My.Error"));
  }

  @Test
  void aTimeoutKillsTheWholeTreeAndTheNextInvocationHasAFreshProcess() {
    FunctionPool pool = pool();
    FunctionSpec function = withTimeout(functions.provided("hang", "any"), 3);
    String before = text(invoke(pool, function, "{\"do\":\"pid\"}"));

    CompletableFuture<InvocationResult> hanging =
        begin(pool, function, "{\"do\":\"child\",\"hang\":true}");
    InvocationResult result = hanging.join();

    assertEquals("Unhandled", result.functionError());
    Matcher message =
        Pattern.compile(
                "\\{\"errorType\":\"Sandbox.Timedout\",\"errorMessage\":\"RequestId: [0-9a-f-]{36} Error:"
                    + " Task timed out after 3.00 seconds\"}")
            .matcher(text(result));
    assertTrue(message.matches(), text(result));
    String tail = String.valueOf(result.logTail());
    assertTrue(tail.contains("Task timed out after 3.00 seconds"), tail);
    assertTrue(tail.contains("\tStatus: timeout"), tail);
    for (long pid : children(tail)) {
      awaitDeath(pid);
    }
    assertNotEquals(before, text(invoke(pool, function, "{\"do\":\"pid\"}")));
    assertEquals(1, pool.stats().timeouts());
  }

  @Test
  void aCrashIsAnExitError() {
    FunctionPool pool = pool();
    FunctionSpec function = functions.provided("crash", "any");

    String status = text(invoke(pool, function, "{\"do\":\"exit\",\"n\":42}"));
    String nothing = text(invoke(pool, function, "{\"do\":\"exit\",\"n\":0}"));

    assertTrue(
        status.matches(
            "\\{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId: \\S+ Error: Runtime"
                + " exited with error: exit status 42\"}"),
        status);
    assertTrue(nothing.endsWith(" Error: Runtime exited without providing a reason\"}"), nothing);
  }

  @Test
  void aSignalIsNamed() {
    FunctionPool pool = pool();
    FunctionSpec function = functions.provided("killed", "any");
    long pid = Long.parseLong(text(invoke(pool, function, "{\"do\":\"pid\"}")));

    CompletableFuture<InvocationResult> running = begin(pool, function, "{\"do\":\"sleep\"}");
    await().atMost(SOON).until(() -> pool.stats().functions().getFirst().running() == 1);
    ProcessHandle.of(pid).orElseThrow().destroyForcibly();

    assertTrue(
        text(running.join()).endsWith("Error: Runtime exited with error: signal: killed\"}"));
  }

  @Test
  void anAnswerCountsAlthoughTheProcessExitsAtOnce() {
    FunctionPool pool = pool();
    FunctionSpec function = functions.provided("bye", "any");

    InvocationResult result = invoke(pool, function, "{\"do\":\"answer-and-exit\"}");

    assertEquals("\"bye\"", text(result));
    assertNull(result.functionError());
    await().atMost(SOON).until(() -> pool.stats().processes() == 0);
  }

  @Test
  void aResponseOverSixMegabytesIsAFunctionError() {
    FunctionPool pool = pool();
    FunctionSpec function = functions.provided("large", "any");

    InvocationResult fits = invoke(pool, function, "{\"do\":\"large\",\"n\":6291554}");
    InvocationResult tooLarge = invoke(pool, function, "{\"do\":\"large\",\"n\":6291555}");

    assertEquals(6_291_556, fits.payload().length);
    assertEquals(
        "{\"errorType\":\"Function.ResponseSizeTooLarge\",\"errorMessage\":\"Response payload size exceeded"
            + " maximum allowed payload size (6291556 bytes).\"}",
        text(tooLarge));
  }

  @Test
  void callsOutOfTurnAreRefusedAndHarmNothing() {
    FunctionPool pool = pool();
    FunctionSpec function = functions.provided("wrong", "any");

    InvocationResult result = invoke(pool, function, "{\"do\":\"wrong-calls\"}");

    assertEquals("[400,403,403]", text(result));
    await()
        .atMost(SOON)
        .until(() ->
            pool.logs().tail("wrong", 10).stream()
                .anyMatch(line -> line.text().equals("first 202 second 403")));
    assertEquals("{}", text(invoke(pool, function, "{}")));
  }

  @Test
  void reservedConcurrencyIsAtMostSoMany() throws Exception {
    FunctionPool pool = pool();
    FunctionSpec function = withReserved(functions.provided("reserved", "any"), 1);

    CompletableFuture<InvocationResult> first =
        begin(pool, function, "{\"do\":\"sleep\",\"n\":1500}");
    CompletableFuture<InvocationResult> second = begin(pool, function, "{}");

    ExecutionException refused = assertThrows(ExecutionException.class, second::get);
    FunctionThrottled throttled = assertInstanceOf(FunctionThrottled.class, refused.getCause());
    assertEquals("ReservedFunctionConcurrentInvocationLimitExceeded", throttled.reason().label());
    assertNull(first.get(60, TimeUnit.SECONDS).functionError());
    assertEquals("{}", text(invoke(pool, function, "{}")));
  }

  @Test
  void reservedConcurrencyOfZeroIsOff() {
    CompletableFuture<InvocationResult> refused =
        begin(pool(), withReserved(functions.provided("off", "any"), 0), "{}");

    ExecutionException e = assertThrows(ExecutionException.class, refused::get);
    assertInstanceOf(FunctionThrottled.class, e.getCause());
  }

  @Test
  void invocationsBeyondTheProcessesWaitAndBeyondTheQueueAreThrottled() throws Exception {
    FunctionPool pool = pool("processes-max = 1", "queue-max = 1");
    FunctionSpec function = functions.provided("queue", "any");

    CompletableFuture<InvocationResult> runs =
        begin(pool, function, "{\"do\":\"sleep\",\"n\":1000}");
    CompletableFuture<InvocationResult> waits = begin(pool, function, "{\"do\":\"pid\"}");
    CompletableFuture<InvocationResult> refused = begin(pool, function, "{\"do\":\"pid\"}");

    ExecutionException e = assertThrows(ExecutionException.class, refused::get);
    FunctionThrottled throttled = assertInstanceOf(FunctionThrottled.class, e.getCause());
    assertEquals("ConcurrentInvocationLimitExceeded", throttled.reason().label());
    assertEquals(text(runs.get(60, TimeUnit.SECONDS)), text(waits.get(60, TimeUnit.SECONDS)));
  }

  @Test
  void aWaitThatLastsTooLongIsThrottled() {
    FunctionPool pool = pool("processes-max = 1", "queue-wait-max = 300 ms");
    FunctionSpec function = functions.provided("queue", "any");

    begin(pool, function, "{\"do\":\"sleep\"}");
    CompletableFuture<InvocationResult> waits = begin(pool, function, "{}");

    ExecutionException e = assertThrows(ExecutionException.class, waits::get);
    assertInstanceOf(FunctionThrottled.class, e.getCause());
  }

  @Test
  void anIdleProcessMakesRoomForAnotherFunction() {
    FunctionPool pool = pool("processes-max = 1");

    assertEquals("{}", text(invoke(pool, functions.provided("one", "any"), "{}")));
    assertEquals("{}", text(invoke(pool, functions.provided("two", "other"), "{}")));

    assertEquals(1, pool.stats().processes());
  }

  @Test
  void anIdleProcessIsReclaimed() {
    FunctionPool pool = pool("idle-timeout = 300 ms");

    long pid =
        Long.parseLong(text(invoke(pool, functions.provided("idle", "any"), "{\"do\":\"pid\"}")));

    awaitDeath(pid);
    await().atMost(SOON).until(() -> pool.stats().processes() == 0);
  }

  @Test
  void aForgottenFunctionFinishesWhatItDoesAndIsGone() throws Exception {
    FunctionPool pool = pool();
    FunctionSpec function = functions.provided("forgotten", "any");
    CompletableFuture<InvocationResult> running =
        begin(pool, function, "{\"do\":\"sleep\",\"n\":1500}");
    await().atMost(SOON).until(() -> pool.stats().functions().getFirst().running() == 1);

    pool.forget(function.arn());

    long pid = Long.parseLong(text(running.get(60, TimeUnit.SECONDS)));
    awaitDeath(pid);
  }

  @Test
  void theSameRequestIdIsTheSameInvocation() {
    FunctionPool pool = pool();
    FunctionSpec function = functions.provided("again", "any");
    byte[] event =
        "{\"do\":\"sleep\",\"n\":1000}".getBytes(java.nio.charset.StandardCharsets.UTF_8);

    var first = pool.invoke(function, "an-id", event, Optional.empty());
    var second = pool.invoke(function, "an-id", event, Optional.empty());

    assertEquals(
        text(first.toCompletableFuture().join()), text(second.toCompletableFuture().join()));
    assertEquals(1, pool.stats().invocations());
  }

  @Test
  void aFailureOfTheInitPhaseIsTheResult() {
    FunctionPool pool = pool();

    InvocationResult reported =
        invoke(pool, functions.provided("init-error", "failing-init"), "{}");
    InvocationResult exited = invoke(pool, functions.provided("init-exit", "crashing-init"), "{}");

    assertEquals("{\"errorMessage\":\"no\",\"errorType\":\"Init.No\"}", text(reported));
    assertEquals("Unhandled", reported.functionError());
    assertTrue(
        text(exited).endsWith("Error: Runtime exited with error: exit status 7\"}"), text(exited));
  }

  @Test
  void anInitPhaseThatTakesTooLongIsBegunAgainWithinTheFunctionsTimeout() {
    FunctionPool pool = pool("init-timeout = 500 ms");
    FunctionSpec function = withTimeout(functions.provided("slow", "slow-init"), 1);

    InvocationResult result = invoke(pool, function, "{}");

    assertTrue(text(result).endsWith("Error: Task timed out after 1.00 seconds\"}"), text(result));
    assertEquals(2, pool.stats().coldStarts());
    await().atMost(SOON).until(() -> pool.stats().processes() == 0);
  }

  @Test
  void withoutBootstrapTheEntrypointIsInvalid() {
    FunctionSpec function = functions.function("none", "provided.al2023", "any", "readme", "hello");

    String payload = text(invoke(pool(), function, "{}"));

    assertTrue(
        payload.matches(
            "\\{\"errorType\":\"Runtime.InvalidEntrypoint\",\"errorMessage\":\"RequestId: \\S+ Error:"
                + " Couldn't find valid bootstrap\\(s\\): \\[/var/task/bootstrap /opt/bootstrap]\"}"),
        payload);
  }

  @Test
  void aRuntimeWeDoNotHaveIsNamed() {
    FunctionSpec function = functions.function("ruby", "ruby3.3", "f.handler", "f.rb", "");

    assertTrue(text(invoke(pool(), function, "{}")).contains("the function's is 'ruby3.3'"));
  }

  @Test
  void withoutCodeTheFunctionIsUnavailable() {
    FunctionSpec function = functions.provided("lost", "any");

    started = new FunctionPool(settings(data), new TestFunctions());
    ExecutionException e =
        assertThrows(ExecutionException.class, begin(started, function, "{}")::get);

    assertInstanceOf(FunctionUnavailable.class, e.getCause());
    assertTrue(String.valueOf(e.getCause().getMessage()).contains("no such code"));
  }

  @Test
  void codeThatNobodyRunsIsDeletedAndComesBackWhenItIsNeeded() {
    FunctionPool pool = pool("idle-timeout = 200 ms", "code-retention = 200 ms");
    FunctionSpec function = functions.provided("cleaned", "any");
    invoke(pool, function, "{}");

    Path code = data.resolve("functions/code");
    await().atMost(SOON).until(() -> Objects.requireNonNull(code.toFile().list()).length == 0);

    assertEquals("{}", text(invoke(pool, function, "{}")));
  }

  @Test
  void invocationsInARowShareOneProcessAlthoughItHasNotYetComeBack() {
    FunctionPool pool = pool();
    FunctionSpec function = functions.provided("quick", "any");

    for (int i = 0; i < 100; i++) {
      assertEquals("{}", text(invoke(pool, function, "{}")));
    }

    // On a machine that stands still now and then a second one may be started, and is then idle for
    // the next such moment.
    assertTrue(pool.stats().coldStarts() < 10, pool.stats().toString());
  }

  @Test
  void closingEndsAllProcessesAndFailsWhatRuns() {
    FunctionPool pool = pool();
    FunctionSpec function = functions.provided("closing", "any");
    long pid = Long.parseLong(text(invoke(pool, function, "{\"do\":\"pid\"}")));
    CompletableFuture<InvocationResult> running = begin(pool, function, "{\"do\":\"sleep\"}");

    pool.close();
    started = null;

    ExecutionException e = assertThrows(ExecutionException.class, running::get);
    assertInstanceOf(FunctionUnavailable.class, e.getCause());
    awaitDeath(pid);
  }

  static List<Long> children(String text) {
    Matcher children = Pattern.compile("children (\\d+) (\\d+)").matcher(text);
    assertTrue(children.find(), text);
    return List.of(Long.parseLong(children.group(1)), Long.parseLong(children.group(2)));
  }

  static void awaitDeath(long pid) {
    await()
        .atMost(SOON)
        .until(() -> !ProcessHandle.of(pid).map(FunctionPoolTest::runs).orElse(false));
  }

  /** An orphan that nobody reaps, as in a container without init, is dead as well. */
  private static boolean runs(ProcessHandle process) {
    try {
      String stat = java.nio.file.Files.readString(Path.of("/proc", "" + process.pid(), "stat"));
      return !stat.substring(stat.lastIndexOf(')')).startsWith(") Z");
    } catch (java.io.IOException notLinuxOrGone) {
      return process.isAlive();
    }
  }
}
