package dev.pawl.node.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceHeaderTest {

  private static final String TRACE = "5759e988bd862e3fe1be46a994272793";
  private static final String X_RAY =
      "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";

  @Test
  void xRaysHeaderIsReadAndWritten() {
    assertThat(TraceHeader.ofXRay(X_RAY))
        .contains(new TraceHeader(TRACE, "53995c3f42cd8ad8", true))
        .map(TraceHeader::xRay)
        .contains(X_RAY);
  }

  @Test
  void theCallerNeedNotDecide() {
    assertThat(TraceHeader.ofXRay("Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=?"))
        .contains(new TraceHeader(TRACE, null, null));
  }

  @Test
  void itsPartsComeInAnyOrder() {
    assertThat(
            TraceHeader.ofXRay(
                "sampled=0; Self=1-67891234-abcdef012345678912345678;root=1-5759e988-bd862e3fe1be46a994272793"))
        .contains(new TraceHeader(TRACE, null, false));
  }

  @Test
  void traceparentSaysTheSame() {
    assertThat(TraceHeader.ofTraceparent("00-" + TRACE + "-53995c3f42cd8ad8-01"))
        .contains(new TraceHeader(TRACE, "53995c3f42cd8ad8", true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Root=",
        "Root=1-5759e988",
        "Root=1-00000000-000000000000000000000000",
        ";;=;"
      })
  void whatIsNoHeaderSaysNothing(String text) {
    assertThat(TraceHeader.ofXRay(text)).isEmpty();
    assertThat(TraceHeader.ofTraceparent(text)).isEmpty();
  }
}
