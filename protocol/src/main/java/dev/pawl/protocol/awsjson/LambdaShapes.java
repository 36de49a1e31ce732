package dev.pawl.protocol.awsjson;

import static dev.pawl.protocol.awsjson.Member.inHeader;
import static dev.pawl.protocol.awsjson.Member.inPath;
import static dev.pawl.protocol.awsjson.Member.inQuery;
import static dev.pawl.protocol.awsjson.Member.optional;
import static dev.pawl.protocol.awsjson.Member.required;
import static dev.pawl.protocol.awsjson.OperationShape.rest;
import static dev.pawl.protocol.awsjson.Shape.blob;
import static dev.pawl.protocol.awsjson.Shape.bool;
import static dev.pawl.protocol.awsjson.Shape.integer;
import static dev.pawl.protocol.awsjson.Shape.listOf;
import static dev.pawl.protocol.awsjson.Shape.mapTo;
import static dev.pawl.protocol.awsjson.Shape.oneOf;
import static dev.pawl.protocol.awsjson.Shape.opaque;
import static dev.pawl.protocol.awsjson.Shape.string;
import static dev.pawl.protocol.awsjson.Shape.structure;

import java.util.ArrayList;
import java.util.List;

/** The operations of Lambda, as its API model describes them (version 2015-03-31). */
public final class LambdaShapes {

  private static final String FUNCTION = "/2015-03-31/functions/{FunctionName}";
  private static final String NAME_START =
      "(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?"
          + "(\\d{12}:)?(function:)?";

  /** Names of functions that are made or changed. */
  private static final Shape NAME =
      string(1, 140).matching(NAME_START + "([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?");

  /** Names of functions that are asked for; the model lets a dot pass. */
  private static final Shape NAME_OR_VERSION =
      string(1, 256)
          .matching(
              NAME_START + "([a-zA-Z0-9-_\\.]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?");

  private static final Shape QUALIFIER =
      string(1, 128).matching("\\$(LATEST(\\.PUBLISHED)?)|[a-zA-Z0-9-_$]+");
  private static final Shape ROLE =
      string().matching("arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+");

  private static final Shape ARCHITECTURES = listOf(oneOf("x86_64", "arm64"), 1, 1);

  private static final Shape CODE =
      structure(
          "FunctionCode",
          optional("ZipFile", blob()),
          optional("S3Bucket", string(3, 63)),
          optional("S3Key", string(1, 1_024)),
          optional("S3ObjectVersion", string(1, 1_024)),
          optional("ImageUri", string()),
          optional("SourceKMSKeyArn", string()));

  /** What CreateFunction and UpdateFunctionConfiguration have in common. */
  private static final List<Member> CONFIGURATION =
      List.of(
          optional("Handler", string(0, 128).matching("[^\\s]+")),
          optional("Description", string(0, 256)),
          optional("Timeout", integer(1, 900)),
          optional("MemorySize", integer(128, 10_240)),
          optional("Runtime", string()),
          optional("Environment", structure("Environment", optional("Variables", mapTo(string())))),
          optional(
              "EphemeralStorage",
              structure("EphemeralStorage", required("Size", integer(512, 10_240)))),
          optional(
              "TracingConfig",
              structure("TracingConfig", optional("Mode", oneOf("PassThrough", "Active")))),
          optional("LoggingConfig", opaque()),
          optional("SnapStart", structure("SnapStart", optional("ApplyOn", string()))),
          optional("VpcConfig", opaque()),
          optional("DeadLetterConfig", opaque()),
          optional("KMSKeyArn", string()),
          optional("Layers", listOf(string())),
          optional("FileSystemConfigs", listOf(opaque())),
          optional("ImageConfig", opaque()),
          optional("CapacityProviderConfig", opaque()),
          optional("DurableConfig", opaque()));

  public static final OperationShape CREATE_FUNCTION =
      rest(
          "CreateFunction",
          "POST",
          "/2015-03-31/functions",
          201,
          with(
              CONFIGURATION,
              required("FunctionName", NAME),
              required("Role", ROLE),
              required("Code", CODE),
              optional("Publish", bool()),
              optional("PublishTo", string()),
              optional("PackageType", oneOf("Zip", "Image")),
              optional("Architectures", ARCHITECTURES),
              optional("Tags", mapTo(string(0, 256))),
              optional("CodeSigningConfigArn", string()),
              optional("TenancyConfig", opaque())));

  public static final OperationShape UPDATE_FUNCTION_CODE =
      rest(
          "UpdateFunctionCode",
          "PUT",
          FUNCTION + "/code",
          200,
          inPath("FunctionName", NAME),
          optional("ZipFile", blob()),
          optional("S3Bucket", string(3, 63)),
          optional("S3Key", string(1, 1_024)),
          optional("S3ObjectVersion", string(1, 1_024)),
          optional("ImageUri", string()),
          optional("Architectures", ARCHITECTURES),
          optional("Publish", bool()),
          optional("PublishTo", string()),
          optional("DryRun", bool()),
          optional("RevisionId", string()),
          optional("SourceKMSKeyArn", string()));

  public static final OperationShape UPDATE_FUNCTION_CONFIGURATION =
      rest(
          "UpdateFunctionConfiguration",
          "PUT",
          FUNCTION + "/configuration",
          200,
          with(
              CONFIGURATION,
              inPath("FunctionName", NAME),
              optional("Role", ROLE),
              optional("RevisionId", string())));

  public static final OperationShape GET_FUNCTION =
      rest(
          "GetFunction",
          "GET",
          FUNCTION,
          200,
          inPath("FunctionName", NAME_OR_VERSION),
          inQuery("Qualifier", QUALIFIER));

  public static final OperationShape GET_FUNCTION_CONFIGURATION =
      rest(
          "GetFunctionConfiguration",
          "GET",
          FUNCTION + "/configuration",
          200,
          inPath("FunctionName", NAME_OR_VERSION),
          inQuery("Qualifier", QUALIFIER));

  public static final OperationShape LIST_FUNCTIONS =
      rest(
          "ListFunctions",
          "GET",
          "/2015-03-31/functions",
          200,
          inQuery("MasterRegion", string(1, 50)),
          inQuery("FunctionVersion", oneOf("ALL")),
          inQuery("Marker", string()),
          inQuery("MaxItems", integer(1, 10_000)));

  public static final OperationShape DELETE_FUNCTION =
      rest(
          "DeleteFunction",
          "DELETE",
          FUNCTION,
          204,
          inPath("FunctionName", NAME_OR_VERSION),
          inQuery("Qualifier", QUALIFIER));

  public static final OperationShape INVOKE =
      rest(
              "Invoke",
              "POST",
              FUNCTION + "/invocations",
              200,
              inPath("FunctionName", NAME_OR_VERSION),
              inQuery("Qualifier", QUALIFIER),
              inHeader(
                  "InvocationType",
                  "X-Amz-Invocation-Type",
                  oneOf("Event", "RequestResponse", "DryRun")),
              inHeader("LogType", "X-Amz-Log-Type", oneOf("None", "Tail")),
              inHeader("ClientContext", "X-Amz-Client-Context", string()),
              inHeader("DurableExecutionName", "X-Amz-Durable-Execution-Name", string(1, 64)),
              inHeader("TenantId", "X-Amz-Tenant-Id", string(1, 256)))
          .withPayloadBody();

  public static final OperationShape PUT_FUNCTION_CONCURRENCY =
      rest(
          "PutFunctionConcurrency",
          "PUT",
          "/2017-10-31/functions/{FunctionName}/concurrency",
          200,
          inPath("FunctionName", NAME),
          required("ReservedConcurrentExecutions", integer(0, Integer.MAX_VALUE)));

  public static final OperationShape GET_FUNCTION_CONCURRENCY =
      rest(
          "GetFunctionConcurrency",
          "GET",
          "/2019-09-30/functions/{FunctionName}/concurrency",
          200,
          inPath("FunctionName", NAME));

  public static final OperationShape DELETE_FUNCTION_CONCURRENCY =
      rest(
          "DeleteFunctionConcurrency",
          "DELETE",
          "/2017-10-31/functions/{FunctionName}/concurrency",
          204,
          inPath("FunctionName", NAME));

  private LambdaShapes() {}

  private static Member[] with(List<Member> common, Member... own) {
    var members = new ArrayList<>(List.of(own));
    members.addAll(common);
    return members.toArray(Member[]::new);
  }
}
