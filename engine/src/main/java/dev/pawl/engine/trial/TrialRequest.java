package dev.pawl.engine.trial;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.json.Payload;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be tried. API reference, "TestState".
 *
 * @param definition of one state, or, with {@code stateName}, of a machine that has it somewhere
 * @param context takes the place of the whole Context object
 */
public record TrialRequest(
    String definition,
    @Nullable String stateName,
    Payload input,
    Map<String, JsonNode> variables,
    @Nullable JsonNode context,
    @Nullable Mock mock,
    @Nullable String roleArn,
    StateConfiguration configuration) {

  public TrialRequest {
    variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
  }

  /**
   * What would have happened before. API reference, "TestStateConfiguration".
   *
   * @param retrierRetryCount how often the retrier that matches has been used
   * @param mapIterationFailureCount how many iterations have failed
   * @param mapItemReaderData what the ItemReader has read, as JSON
   */
  public record StateConfiguration(
      int retrierRetryCount,
      @Nullable Integer mapIterationFailureCount,
      @Nullable JsonNode mapItemReaderData) {

    public static final StateConfiguration NONE = new StateConfiguration(0, null, null);
  }
}
