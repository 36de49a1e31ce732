package dev.pawl.node.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class ActivityMetersTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ActivityMeters meters = new ActivityMeters(registry, 1);

  @Test
  void theActivitiesBeyondTheLimitShareALabel() {
    meters.of("arn:aws:states:us-east-1:000000000000:activity:a").waiting(1, 0);
    meters.of("arn:aws:states:us-east-1:000000000000:activity:b").waiting(2, 0);
    meters.of("arn:aws:states:us-east-1:000000000000:activity:c").waiting(4, 0);

    assertThat(offers("a")).isEqualTo(1);
    assertThat(offers(ActivityMeters.OTHERS)).isEqualTo(6);
  }

  @Test
  void aDispatcherThatEndsTakesItsNumbersWithIt() {
    var one = meters.of("arn:aws:states:us-east-1:000000000000:activity:a");
    one.waiting(5, 3);

    one.close();

    assertThat(registry.getMeters()).isEmpty();
  }

  private double offers(String activity) {
    return registry.get("pawl.activity.offers").tag("activity", activity).gauge().value();
  }
}
