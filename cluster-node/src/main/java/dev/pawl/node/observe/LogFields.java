package dev.pawl.node.observe;

import java.util.Map;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** What a line of the log is about, in fields of their own: see {@code logback.xml}. */
public final class LogFields {

  public static final String EXECUTION_ARN = "executionArn";
  public static final String MAP_RUN_ARN = "mapRunArn";

  /** What the client finds in {@code x-amzn-RequestId}. */
  public static final String REQUEST_ID = "requestId";

  private LogFields() {}

  /** Whatever is logged while this actor works names what it works for, Pekko's own lines too. */
  // Every message counts, also those of the journal, which are not of the actor's own type.
  @SuppressWarnings("unchecked")
  public static <T> Behavior<T> about(String field, String arn, Behavior<T> behavior) {
    return Behaviors.withMdc((Class<T>) Object.class, Map.of(field, arn), behavior);
  }
}
