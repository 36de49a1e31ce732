package dev.pawl.node.function;

import java.util.List;
import java.util.Map;

/** A function in Java as users write it; it is zipped, and knows nothing of this project. */
public final class JavaHandler {

  /** Gives back what it got, and where it runs. */
  public Map<String, Object> handle(Map<String, Object> event) {
    if (event.containsKey("fail")) {
      throw new IllegalStateException("as asked");
    }
    System.out.println("handling " + event);
    return Map.of(
        "event", event, "list", List.of(1, "two"), "directory", System.getProperty("user.dir"));
  }
}
