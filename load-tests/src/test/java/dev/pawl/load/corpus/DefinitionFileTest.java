package dev.pawl.load.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Definitions out of their files, as a deployment would have sent them. */
class DefinitionFileTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;

  private String read(String parse, String pointer, String text) throws IOException {
    Files.writeString(directory.resolve("file"), text);
    return DefinitionFile.read(
        directory, new Entry("file", "owner/name", "a/b", pointer, "asl", parse, "valid", ""));
  }

  private JsonNode json(String parse, String pointer, String text) throws IOException {
    return JSON.readTree(read(parse, pointer, text));
  }

  @Test
  void plainJsonStaysAsItIsToTheByte() throws IOException {
    var text = "{ \"A\": 1.0,\n \"A\": 1.50 }";

    assertThat(read("json", "/", text)).isEqualTo(text);
  }

  @Test
  void aPlaceholderBecomesWhatItsFieldNeeds() throws IOException {
    var filled =
        json(
            "json",
            "/",
            """
            {"Resource": "${MyFunction}", "Seconds": "${Delay}", "Comment": "in ${AWS::Region}",
             "Role": "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/x", "Condition": "{% ${On} = true %}"}
            """);

    assertThat(filled.path("Resource").asText())
        .isEqualTo("arn:aws:lambda:us-east-1:123456789012:function:MyFunction");
    assertThat(filled.path("Seconds").isInt()).isTrue();
    assertThat(filled.path("Comment").asText()).isEqualTo("in us-east-1");
    assertThat(filled.path("Role").asText()).isEqualTo("arn:aws:iam::123456789012:role/x");
    assertThat(filled.path("Condition").asText()).isEqualTo("{% true = true %}");
  }

  @Test
  void aPlaceholderWhereJsonWantsAValueIsANumber() throws IOException {
    assertThat(json("bad", "/", "{\"Seconds\": ${Delay}}").path("Seconds").asInt()).isEqualTo(1);
  }

  @Test
  void aTemplateIsReadAsCloudFormationReadsIt() throws IOException {
    var filled =
        json(
            "yaml",
            "/Resources/M/Definition",
            """
            Resources:
              M:
                Definition:
                  StartAt: A
                  States:
                    A: {Type: Task, Resource: !GetAtt F.Arn, End: True, Comment: !Sub "of ${AWS::Region}"}
            """);

    var state = filled.at("/States/A");
    assertThat(state.path("Resource").asText()).startsWith("arn:aws:lambda:");
    assertThat(state.path("End").booleanValue()).isTrue();
    assertThat(state.path("Comment").asText()).isEqualTo("of us-east-1");
  }

  @Test
  void aDefinitionInsideAStringIsParsed() throws IOException {
    var filled =
        json(
            "yaml",
            "/D#string",
            """
            D: !Sub |
              {"StartAt": "A", "States": {"A": {"Type": "Wait", "Seconds": ${S}, "End": true}}}
            """);

    assertThat(filled.at("/States/A/Seconds").asInt()).isEqualTo(1);
  }

  @Test
  void whatIsNotThereIsSaid() {
    assertThatThrownBy(() -> read("json5", "/nowhere", "{}"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/nowhere");
  }
}
