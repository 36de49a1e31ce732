package dev.pawl.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.engine.maprun.MapRunEvent;
import dev.pawl.engine.maprun.MapRunSummary;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Rows of Map Runs on their way to the disk and back. */
class MapRunCodecTest {

  @Test
  void everyRowComesBackAsItWas() {
    for (var seed = 0; seed < 500; seed++) {
      var random = new RandomValues(new Random(seed));
      var events =
          List.of(
              (MapRunEvent) random.of(MapRunEvent.class),
              (MapRunEvent) random.of(MapRunEvent.class));
      var row = new MapRunRow(events, (MapRunSummary) random.of(MapRunSummary.class), null);

      assertThat(MapRunCodec.decode(MapRunCodec.encode(row))).as("seed %d", seed).isEqualTo(row);
    }
  }

  @Test
  void aDamagedRowIsRefused() {
    assertThatThrownBy(() -> MapRunCodec.decode(new byte[] {1, 2, 3}))
        .isInstanceOf(UnreadableRowException.class);
  }
}
