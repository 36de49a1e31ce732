package dev.pawl.node.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What functions print, on its way to the log. */
class FunctionLogsTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir Path directory;

  private static List<String> texts(List<LogLine> lines) {
    return lines.stream().map(LogLine::text).toList();
  }

  @Test
  void theOldestFileGoesAndTheTailSpansTheOthers() {
    FunctionLog log = new FunctionLog(directory, 100, 2);

    for (int i = 0; i < 10; i++) {
      log.append(List.of(new LogLine(NOW, "s", "line " + i)));
    }

    assertEquals(List.of("line 8", "line 9"), texts(log.tail(2)));
    assertEquals("line 9", log.tail(100).getLast().text());
    assertTrue(log.tail(100).size() <= 6, log.tail(100).toString());
    assertEquals(new LogLine(NOW, "s", "line 9"), log.tail(1).getFirst());
  }

  @Test
  void aLineBreakInsideALineIsNone() {
    FunctionLog log = new FunctionLog(directory, 1000, 2);

    log.append(List.of(new LogLine(NOW, "s", "a\nb")));

    assertEquals(List.of("a\rb"), texts(log.tail(5)));
  }

  @Test
  void whatWasPrintedComesBeforeOurOwnLineAndHalfALineIsFinishedByIt() throws IOException {
    FunctionLog log = new FunctionLog(directory, 1000, 2);
    ProcessOutput output =
        new ProcessOutput(directory.resolve("output"), "s", log, Clock.fixed(NOW, ZoneOffset.UTC));

    print(output, "one\ntw");
    output.collect();
    assertEquals(List.of("one"), texts(log.tail(5)));
    print(output, "o");
    output.say("END");
    print(output, "late");
    output.begin("START");
    output.close();

    assertEquals(List.of("one", "two", "END", "late", "START"), texts(log.tail(5)));
    assertEquals("START\n", output.tail());
  }

  @Test
  void theTailIsFourKilobytesAndBeginsWithAWholeCharacter() throws IOException {
    FunctionLog log = new FunctionLog(directory, 1_000_000, 2);
    ProcessOutput output =
        new ProcessOutput(directory.resolve("output"), "s", log, Clock.systemUTC());

    print(output, "ü".repeat(5000) + "\n");
    output.collect();

    assertEquals("ü".repeat(2047) + "\n", output.tail());
    output.close();
  }

  private static void print(ProcessOutput output, String text) throws IOException {
    Files.writeString(output.file(), text, StandardOpenOption.APPEND);
  }
}
