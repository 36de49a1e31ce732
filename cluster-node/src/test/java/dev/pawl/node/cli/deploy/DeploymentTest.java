package dev.pawl.node.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pawl.engine.asl.MachineType;
import dev.pawl.node.cli.FakeNode;
import dev.pawl.node.cli.FakeNode.Answer;
import dev.pawl.node.cli.client.AwsClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeploymentTest {

  private static final String FUNCTIONS = "/2015-03-31/functions";
  private static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:hello";

  @TempDir private Path directory = Path.of("");

  private void write(String name, String text) throws IOException {
    var file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void writeExample() throws IOException {
    write("functions/hello/function.json", "{\"runtime\":\"java21\",\"handler\":\"hi.Hello\"}");
    write(
        "functions/hello/hi/Hello.java",
        "package hi; public class Hello { public String hi(String name) { return name; } }");
    write("functions/hello/hi/words.txt", "hello");
    write(
        "greet.asl.json",
        "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Task\",\"Resource\":\"${hello}\",\"End\":true}}}");
  }

  private List<Deployment.Step> deploy(FakeNode node) throws Exception {
    var aws = new AwsClient(URI.create(node.endpoint()));
    return new Deployment(aws, Map.of(), MachineType.STANDARD).deploy(directory);
  }

  static List<String> names(byte[] zip) throws IOException {
    var names = new ArrayList<String>();
    try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        names.add(entry.getName());
      }
    }
    return names;
  }

  private byte[] zip() throws Exception {
    var functions = directory.resolve("functions/hello");
    return new FunctionCode().of(functions, FunctionDescription.read(functions));
  }

  @Test
  void sourcesAreCompiledAndResourcesComeAlong() throws Exception {
    writeExample();

    assertThat(names(zip())).containsExactly("hi/Hello.class", "hi/words.txt");
  }

  @Test
  void theSameFilesGiveTheSameZipWheneverTheyWereWritten() throws Exception {
    writeExample();
    var first = zip();
    Files.setLastModifiedTime(
        directory.resolve("functions/hello/hi/words.txt"),
        FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));

    assertThat(zip()).isEqualTo(first);
  }

  @Test
  void librariesOfTheNodeTravelInTheZip() throws Exception {
    writeExample();
    write(
        "functions/hello/function.json",
        "{\"runtime\":\"java21\",\"handler\":\"hi.Hello\",\"libraries\":[\"h2\"]}");

    assertThat(names(zip())).anyMatch(name -> name.matches("lib/h2-.*\\.jar"));
  }

  @Test
  void sourcesThatDoNotCompileAreShownWithTheCompilersWords() throws Exception {
    writeExample();
    write("functions/hello/hi/Hello.java", "package hi; class Hello { oops }");

    assertThatThrownBy(this::zip)
        .isInstanceOf(DeploymentFailure.class)
        .hasMessageContaining("Hello.java:1: error");
  }

  @Test
  void aMemberThatMeansNothingIsRefused() throws Exception {
    writeExample();
    write(
        "functions/hello/function.json",
        "{\"runtime\":\"java21\",\"handler\":\"hi.Hello\",\"memroy\":512}");

    assertThatThrownBy(this::zip)
        .isInstanceOf(DeploymentFailure.class)
        .hasMessageContaining("memroy");
  }

  @Test
  void functionsAreCreatedFirstAndTheMachineGetsTheirArns() throws Exception {
    writeExample();
    try (var node = new FakeNode()) {
      node.answer("POST " + FUNCTIONS, "{}")
          .answer("GET " + FUNCTIONS + "/", functionList())
          .answer("ListStateMachines", "{\"stateMachines\":[]}")
          .answer("CreateStateMachine", "{\"stateMachineArn\":\"arn:m\",\"creationDate\":1}");
      // Asked for before it is there, and after.
      node.answer(
          "GET " + FUNCTIONS + "/hello",
          new Answer(404, Map.of("X-Amzn-ErrorType", "ResourceNotFoundException"), "{}"));
      node.answerAfter("POST " + FUNCTIONS, "GET " + FUNCTIONS + "/hello", function("-"));

      var steps = deploy(node);

      assertThat(steps)
          .extracting(step -> step.kind() + " " + step.name() + " " + step.change())
          .containsExactly("function hello created", "machine greet created");
      var definition = node.asked().get(node.asked().size() - 1).body().path("definition").asText();
      assertThat(definition).contains("\"Resource\":\"" + ARN + "\"");
    }
  }

  @Test
  void whatIsThereAndEqualStaysAsItIs() throws Exception {
    writeExample();
    var sha =
        Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(zip()));
    var definition = Files.readString(directory.resolve("greet.asl.json")).replace("${hello}", ARN);
    try (var node = new FakeNode()) {
      node.answer("GET " + FUNCTIONS + "/hello", function(sha))
          .answer("GET " + FUNCTIONS + "/", functionList())
          .answer(
              "ListStateMachines",
              "{\"stateMachines\":[{\"name\":\"greet\",\"stateMachineArn\":\"arn:m\"}]}")
          .answer(
              "DescribeStateMachine", AwsClient.object().put("definition", definition).toString());

      assertThat(deploy(node)).extracting(Deployment.Step::change).containsOnly("unchanged");
      assertThat(node.operations()).noneMatch(what -> what.startsWith("P") || what.startsWith("U"));
    }
  }

  @Test
  void nothingIsSentWhenADefinitionIsInvalid() throws Exception {
    writeExample();
    write("greet.asl.json", "{\"StartAt\":\"A\",\"States\":{}}");
    try (var node = new FakeNode()) {
      assertThatThrownBy(() -> deploy(node)).isInstanceOf(InvalidDefinitions.class);
      assertThat(node.asked()).isEmpty();
    }
  }

  @Test
  void aPlaceholderWithoutAMeaningIsRefused() throws Exception {
    var placeholders = new Placeholders(Map.of("A", "x\"y"));
    var file = Path.of("f.json");

    assertThat(placeholders.replaceInJson("\"${A} ${!A}\"", file)).isEqualTo("\"x\\\"y ${A}\"");
    assertThatThrownBy(() -> placeholders.replace("${B}", file))
        .isInstanceOf(DeploymentFailure.class)
        .hasMessageContaining("${B}")
        .hasMessageContaining("--set B=VALUE");
  }

  private static String functionList() {
    return "{\"Functions\":[{\"FunctionName\":\"hello\",\"FunctionArn\":\"" + ARN + "\"}]}";
  }

  private static String function(String sha256) {
    return """
    {"Configuration":{"FunctionName":"hello","FunctionArn":"%s","Runtime":"java21","Handler":"hi.Hello",
     "Timeout":3,"MemorySize":128,"Description":"","CodeSha256":"%s","State":"Active","LastUpdateStatus":"Successful"}}
    """
        .formatted(ARN, sha256);
  }
}
