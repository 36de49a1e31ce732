package dev.pawl.engine.asl;

import java.util.Optional;

/** What a Task state calls. Spec, "Task State"; AWS developer guide, "Integrating services". */
public sealed interface Resource {

  /** The ARN as the definition writes it. */
  String text();

  /**
   * A function called by its ARN: its answer is the result, without the metadata of an API call.
   */
  record LambdaFunction(String arn) implements Resource {
    @Override
    public String text() {
      return arn;
    }
  }

  /** Work that is fetched and answered by workers. */
  record Activity(String arn) implements Resource {
    @Override
    public String text() {
      return arn;
    }
  }

  /**
   * A call of a service.
   *
   * @param service such as {@code lambda}, or {@code aws-sdk:s3} for the integrations by SDK
   * @param action such as {@code invoke}
   */
  record ServiceIntegration(String service, String action, Pattern pattern, String text)
      implements Resource {

    public boolean isAwsSdk() {
      return service.startsWith(AWS_SDK);
    }
  }

  /** How long a service integration is waited for. AWS, "Service integration patterns". */
  enum Pattern {
    REQUEST_RESPONSE(""),
    SYNC(".sync"),
    SYNC_2(".sync:2"),
    WAIT_FOR_TASK_TOKEN(".waitForTaskToken");

    private final String suffix;

    Pattern(String suffix) {
      this.suffix = suffix;
    }

    /** What it adds to the ARN. */
    public String suffix() {
      return suffix;
    }

    static Pattern of(String text) {
      for (var pattern : values()) {
        if (pattern.suffix.equals(text)) {
          return pattern;
        }
      }
      throw new AssertionError("Expected the suffix of an integration pattern, but it is " + text);
    }
  }

  String AWS_SDK = "aws-sdk:";

  /**
   * The service of {@code arn:pawl:states:::signal:wait}: a state that waits for a signal. AWS has
   * none such.
   */
  String SIGNAL = "signal";

  /** Understands an ARN by its form alone; whether the service exists is another question. */
  static Optional<Resource> parse(String arn) {
    if (ResourceForms.FUNCTION.matcher(arn).matches()) {
      return Optional.of(new LambdaFunction(arn));
    }
    if (ResourceForms.ACTIVITY.matcher(arn).matches()) {
      return Optional.of(new Activity(arn));
    }
    var integration = ResourceForms.INTEGRATION.matcher(arn);
    if (!integration.matches()) {
      return Optional.empty();
    }
    var suffix = Optional.ofNullable(integration.group("pattern")).orElse("");
    return Optional.of(
        new ServiceIntegration(
            integration.group("service"), integration.group("action"), Pattern.of(suffix), arn));
  }
}
