package dev.pawl.node.api.operation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.CreateFunctionResponse;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.LambdaException;

/** Driven by AWS's own client. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LambdaApiTest {

  private static final String HOME = "arn:aws:lambda:us-east-1:000000000000:function:";

  private ApiFixture api;

  @BeforeAll
  void open(@TempDir Path directory) {
    api = new ApiFixture(directory);
  }

  @AfterAll
  void close() {
    api.close();
  }

  @Test
  void aNewFunctionIsActiveAndShowsItsDefaults() throws IOException {
    var zip = zip("one");

    var created = create("fresh", zip);
    var got = api.lambda.getFunction(r -> r.functionName("fresh"));

    assertThat(created.functionArn()).isEqualTo(HOME + "fresh");
    assertThat(created.stateAsString()).isEqualTo("Active");
    assertThat(created.lastUpdateStatusAsString()).isEqualTo("Successful");
    assertThat(created.timeout()).isEqualTo(3);
    assertThat(created.memorySize()).isEqualTo(128);
    assertThat(created.codeSize()).isEqualTo(zip.length);
    assertThat(created.version()).isEqualTo("$LATEST");
    assertThat(created.environment()).isNull();
    assertThat(created.lastModified())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\+0000");
    assertThat(got.configuration().codeSha256()).isEqualTo(created.codeSha256());
    assertThat(got.configuration().revisionId()).isEqualTo(created.revisionId());
    try (var code = URI.create(got.code().location()).toURL().openStream()) {
      assertThat(code.readAllBytes()).isEqualTo(zip);
    }
  }

  @Test
  void theSameNameTwiceIsAConflict() {
    create("twice", zip("one"));

    refused(
        () -> create("twice", zip("one")),
        409,
        "ResourceConflictException",
        "Function already exist: twice");
  }

  @Test
  void aFunctionIsKnownByAllItsNames() {
    create("named", zip("one"));

    for (var name :
        new String[] {
          "named",
          "named:$LATEST",
          "000000000000:function:named",
          HOME + "named",
          HOME + "named:$LATEST"
        }) {
      assertThat(api.lambda.getFunctionConfiguration(r -> r.functionName(name)).functionName())
          .isEqualTo("named");
    }
    refused(
        () -> api.lambda.getFunction(r -> r.functionName("named:$LATEST").qualifier("1")),
        400,
        "InvalidParameterValueException",
        "The derived qualifier from the function name does not match the specified qualifier.");
    refused(
        () -> api.lambda.getFunction(r -> r.functionName("named").qualifier("7")),
        404,
        "ResourceNotFoundException",
        "Function not found: " + HOME + "named:7");
    refused(
        () ->
            api.lambda.getFunction(
                r -> r.functionName(HOME.replace("us-east-1", "eu-west-1") + "named")),
        404,
        "ResourceNotFoundException",
        "Functions from 'eu-west-1' are not reachable in this region ('us-east-1')");
  }

  @Test
  void codeAndSettingsChangeUnderTheRevisionExpected() {
    var first = create("changing", zip("one"));

    var configured =
        api.lambda.updateFunctionConfiguration(r ->
            r.functionName("changing")
                .revisionId(first.revisionId())
                .timeout(7)
                .environment(e -> e.variables(Map.of("AB", "c"))));
    var coded =
        api.lambda.updateFunctionCode(
            r -> r.functionName("changing").zipFile(SdkBytes.fromByteArray(zip("two"))));

    assertThat(configured.timeout()).isEqualTo(7);
    assertThat(configured.memorySize()).isEqualTo(128);
    assertThat(configured.revisionId()).isNotEqualTo(first.revisionId());
    assertThat(coded.codeSha256()).isNotEqualTo(first.codeSha256());
    assertThat(coded.environment().variables()).containsEntry("AB", "c");
    assertThat(coded.timeout()).isEqualTo(7);
    assertThat(api.functions.forgotten).contains(HOME + "changing");
    refused(
        () ->
            api.lambda.updateFunctionConfiguration(
                r -> r.functionName("changing").revisionId(first.revisionId()).timeout(8)),
        412,
        "PreconditionFailedException",
        "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias"
            + " API to retrieve the latest Revision Id");
  }

  @Test
  void whatAnUploadMayNotBe() {
    refused(
        () -> create("bad", "no zip".getBytes(UTF_8)),
        400,
        "InvalidParameterValueException",
        "Could not unzip uploaded file. Please check your file, then try to upload again.");
    refused(
        () ->
            api.lambda.createFunction(
                r -> request(r, "bad").code(c -> c.s3Bucket("bucket").s3Key("k"))),
        400,
        "InvalidParameterValueException",
        "Pawl does not offer code that lies in S3 yet. Send the zip itself, as ZipFile.");
    refused(
        () -> api.lambda.createFunction(r -> request(r, "bad").runtime("python3.7")),
        400,
        "InvalidParameterValueException",
        "The runtime parameter of python3.7 is no longer supported for creating or updating AWS Lambda"
            + " functions. We recommend you use a supported runtime while creating or updating"
            + " functions.");
    refused(
        () -> api.lambda.createFunction(r -> request(r, "bad").layers("arn:x")),
        400,
        "InvalidParameterValueException",
        "Pawl does not offer layers yet.");
    refused(
        () -> api.lambda.createFunction(r -> request(r, "bad").role("r1")),
        400,
        "ValidationException",
        "1 validation error detected: Value 'r1' at 'role' failed to satisfy constraint: Member must"
            + " satisfy regular expression pattern:"
            + " arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+");
    assertThatThrownBy(() ->
            api.lambda.createFunction(
                r -> request(r, "bad").environment(e -> e.variables(Map.of("AWS_REGION", "x")))))
        .hasMessageContaining("Reserved keys used in this request: AWS_REGION");
  }

  @Test
  void anInvocationAnswersWithPayloadVersionAndLog() {
    create("echo", zip("one"));

    var answer =
        api.lambda.invoke(r ->
            r.functionName("echo")
                .logType("Tail")
                .clientContext(Base64.getEncoder().encodeToString("{\"a\":1}".getBytes(UTF_8)))
                .payload(SdkBytes.fromUtf8String("{\"n\": 1}")));
    var failed =
        api.lambda.invoke(r -> r.functionName("echo").payload(SdkBytes.fromUtf8String("\"fail\"")));
    var dry = api.lambda.invoke(r -> r.functionName("echo").invocationType("DryRun"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.payload().asUtf8String()).isEqualTo("{\"n\": 1}");
    assertThat(answer.executedVersion()).isEqualTo("$LATEST");
    assertThat(answer.functionError()).isNull();
    assertThat(new String(Base64.getDecoder().decode(answer.logResult()), UTF_8))
        .isEqualTo("START\nEND\n");
    assertThat(api.functions.contexts).contains("{\"a\":1}");
    assertThat(failed.functionError()).isEqualTo("Unhandled");
    assertThat(failed.logResult()).isNull();
    assertThat(dry.statusCode()).isEqualTo(204);
    assertThat(api.functions.invoked.getFirst().handler()).isEqualTo("h.handler");
  }

  @Test
  void whatAnInvocationMayNotBe() {
    create("strict", zip("one"));

    refused(
        () -> api.lambda.invoke(r -> r.functionName("missing")),
        404,
        "ResourceNotFoundException",
        "Function not found: " + HOME + "missing:$LATEST");
    refused(
        () -> api.lambda.invoke(r -> r.functionName("strict").invocationType("Event")),
        400,
        "InvalidParameterValueException",
        "Pawl does not offer asynchronous invocations (InvocationType Event) yet.");
    assertThatThrownBy(() ->
            api.lambda.invoke(
                r -> r.functionName("strict").payload(SdkBytes.fromUtf8String("{\"a\":"))))
        .hasMessageContaining(
            "Could not parse request body into json: Could not parse payload into json:");
    assertThatThrownBy(() ->
            api.lambda.invoke(
                r -> r.functionName("strict").payload(SdkBytes.fromByteArray(new byte[6_291_457]))))
        .isInstanceOfSatisfying(
            LambdaException.class, e -> assertThat(e.statusCode()).isEqualTo(413));
  }

  @Test
  void concurrencyIsReservedForTheFunctionAndIsNoRevision() {
    var created = create("reserved", zip("one"));

    api.lambda.putFunctionConcurrency(
        r -> r.functionName("reserved").reservedConcurrentExecutions(2));
    var reserved = api.lambda.getFunctionConcurrency(r -> r.functionName("reserved"));
    var got = api.lambda.getFunction(r -> r.functionName("reserved"));
    api.lambda.deleteFunctionConcurrency(r -> r.functionName("reserved"));

    assertThat(reserved.reservedConcurrentExecutions()).isEqualTo(2);
    assertThat(got.concurrency().reservedConcurrentExecutions()).isEqualTo(2);
    assertThat(got.configuration().revisionId()).isEqualTo(created.revisionId());
    assertThat(
            api.lambda
                .getFunctionConcurrency(r -> r.functionName("reserved"))
                .reservedConcurrentExecutions())
        .isNull();
    refused(
        () ->
            api.lambda.putFunctionConcurrency(
                r -> r.functionName("doesnotexist").reservedConcurrentExecutions(1)),
        404,
        "ResourceNotFoundException",
        "Function not found: " + HOME + "doesnotexist:$LATEST");
  }

  @Test
  void functionsAreListedInPagesAndDeleted() {
    for (var name : new String[] {"list-a", "list-b", "list-c"}) {
      create(name, zip(name));
    }

    var names =
        api.lambda.listFunctionsPaginator(r -> r.maxItems(2)).functions().stream()
            .map(FunctionConfiguration::functionName)
            .toList();
    api.lambda.deleteFunction(r -> r.functionName("list-b"));

    assertThat(names).contains("list-a", "list-b", "list-c").isSorted();
    refused(
        () -> api.lambda.deleteFunction(r -> r.functionName("list-b")),
        404,
        "ResourceNotFoundException",
        "Function not found: " + HOME + "list-b");
    refused(
        () -> api.lambda.deleteFunction(r -> r.functionName("list-a").qualifier("$LATEST")),
        400,
        "InvalidParameterValueException",
        "$LATEST version cannot be deleted without deleting the function.");
  }

  private CreateFunctionResponse create(String name, byte[] zip) {
    return api.lambda.createFunction(
        r -> request(r, name).code(c -> c.zipFile(SdkBytes.fromByteArray(zip))));
  }

  private static CreateFunctionRequest.Builder request(
      CreateFunctionRequest.Builder request, String name) {
    return request
        .functionName(name)
        .role("arn:aws:iam::000000000000:role/r")
        .runtime("python3.12")
        .handler("h.handler")
        .code(c -> c.zipFile(SdkBytes.fromByteArray(zip("one"))));
  }

  private static byte[] zip(String content) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("h.py"));
      zip.write(content.getBytes(UTF_8));
      zip.closeEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void refused(ThrowingCallable call, int status, String code, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            LambdaException.class,
            e -> {
              assertThat(e.awsErrorDetails().errorMessage()).isEqualTo(message);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
              assertThat(e.statusCode()).isEqualTo(status);
            });
  }
}
