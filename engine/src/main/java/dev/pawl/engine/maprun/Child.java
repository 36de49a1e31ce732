package dev.pawl.engine.maprun;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * One child execution of a Map Run. Its name follows from the Map Run and its index: to start it
 * twice is to start it once.
 *
 * @param index its place among the children
 * @param firstItem the place of its first item among all items: where the source is read again if
 *     its start was lost
 */
public record Child(long index, long firstItem, int items) {

  /** The child execution's name. */
  public static String name(String mapRunArn, long index) {
    return id(mapRunArn + "|" + index);
  }

  /** The child execution's ARN: its machine is {@code name/label}, as in the ARN of the Map Run. */
  public static String executionArn(String mapRunArn, long index, boolean express) {
    var machine = mapRunArn.substring(0, mapRunArn.lastIndexOf(':'));
    var name = name(mapRunArn, index);
    return express
        ? machine.replaceFirst(":mapRun:", ":express:")
            + ":"
            + name
            + ":"
            + id(mapRunArn + "|" + index + "|express")
        : machine.replaceFirst(":mapRun:", ":execution:") + ":" + name;
  }

  /** What the children are executions of, {@code …:stateMachine:name/label}. */
  public static String stateMachineArn(String mapRunArn) {
    return mapRunArn
        .substring(0, mapRunArn.lastIndexOf(':'))
        .replaceFirst(":mapRun:", ":stateMachine:");
  }

  private static String id(String text) {
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
