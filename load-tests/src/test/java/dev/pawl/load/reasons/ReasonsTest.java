package dev.pawl.load.reasons;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReasonsTest {

  @TempDir private Path directory;

  private Reasons reasons(String lines) throws IOException {
    var file = directory.resolve("reasons.tsv");
    Files.writeString(file, lines);
    return Reasons.from(file);
  }

  @Test
  void theFirstLineThatFitsExplains() throws IOException {
    var reasons = reasons("# comment\nnarrow\t^a/b\tno such\tOne.\nwide\t.\tno\tTwo.\n");

    assertThat(reasons.explain("a/b/c", "no such thing").map(Reason::name)).contains("narrow");
    assertThat(reasons.explain("x", "no such thing").map(Reason::name)).contains("wide");
    assertThat(reasons.explain("x", "else")).isEmpty();
  }

  @Test
  void whatNoReasonExplainsIsCountedToo() throws IOException {
    var reasons = reasons("known\t.\tno\tBecause.\n");
    var printed = new ByteArrayOutputStream();

    reasons.print(
        new PrintStream(printed, true, StandardCharsets.UTF_8),
        List.of(reasons.explain("x", "no"), reasons.explain("x", "no"), reasons.explain("x", "?")));

    assertThat(printed.toString(StandardCharsets.UTF_8))
        .containsPattern("1 +\\(no reason known\\)")
        .containsPattern("2 +known +Because\\.");
  }

  @Test
  void aLineOfAnotherFormIsRefused() {
    assertThatThrownBy(() -> reasons("name\tonly\n")).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"corpus.tsv", "recorded.tsv"})
  void thoseOfTheProgramCanBeRead(String name) {
    assertThat(Reasons.builtIn(name).explain("", "")).isEmpty();
  }
}
