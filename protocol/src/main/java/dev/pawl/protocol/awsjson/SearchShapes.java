package dev.pawl.protocol.awsjson;

import static dev.pawl.protocol.awsjson.Member.optional;
import static dev.pawl.protocol.awsjson.Member.required;
import static dev.pawl.protocol.awsjson.OperationShape.awsJson;
import static dev.pawl.protocol.awsjson.Shape.bool;
import static dev.pawl.protocol.awsjson.Shape.integer;
import static dev.pawl.protocol.awsjson.Shape.listOf;
import static dev.pawl.protocol.awsjson.Shape.oneOf;
import static dev.pawl.protocol.awsjson.Shape.opaque;
import static dev.pawl.protocol.awsjson.Shape.string;
import static dev.pawl.protocol.awsjson.Shape.structure;

/** Pawl's own operations that search executions and work on what is found: {@code Pawl.Search…}. */
public final class SearchShapes {

  /** Characters of a query; {@code TextQuery} has the same limit. */
  private static final Shape QUERY = string(0, 4_096);

  /** How many executions of a bulk operation may be worked on in a second. */
  private static final Shape PER_SECOND = integer(1, 10_000);

  private static final Shape ARN = string(1, 256);
  private static final Shape PAGE_SIZE = integer(0, 1_000);
  private static final Shape PAGE_TOKEN = string(1, 1_024);
  private static final Shape BULK_ID = string(1, 64).matching("[!-~]+");

  public static final OperationShape PUT_INDEXED_ATTRIBUTES =
      awsJson(
          "PutIndexedAttributes",
          required("stateMachineArn", ARN),
          required(
              "attributes",
              listOf(
                  structure(
                      "IndexedAttribute",
                      required("name", string(1, 64)),
                      required("type", oneOf("STRING", "NUMBER", "BOOLEAN", "TIME")),
                      required("source", oneOf("INPUT", "OUTPUT", "VARIABLE")),
                      required("path", string(1, 256))),
                  0,
                  20)));

  public static final OperationShape DESCRIBE_INDEXED_ATTRIBUTES =
      awsJson("DescribeIndexedAttributes", required("stateMachineArn", ARN));

  public static final OperationShape SEARCH_EXECUTIONS =
      awsJson(
          "SearchExecutions",
          optional("query", QUERY),
          optional("filter", opaque()),
          optional("order", oneOf("NEWEST_FIRST", "OLDEST_FIRST")),
          optional("maxResults", PAGE_SIZE),
          optional("nextToken", PAGE_TOKEN));

  public static final OperationShape START_BULK_OPERATION =
      awsJson(
          "StartBulkOperation",
          required("action", oneOf("STOP", "REDRIVE", "PAUSE", "RESUME", "MIGRATE")),
          optional("query", QUERY),
          optional("filter", opaque()),
          optional("dryRun", bool()),
          optional("maxPerSecond", PER_SECOND),
          optional("error", string(0, 256).asSensitive()),
          optional("cause", string(0, 32_768).asSensitive()),
          optional("reason", PawlShapes.REASON),
          optional("targetArn", ARN),
          optional("clientToken", string(1, 64)));

  public static final OperationShape DESCRIBE_BULK_OPERATION =
      awsJson("DescribeBulkOperation", required("bulkOperationId", BULK_ID));

  public static final OperationShape LIST_BULK_OPERATIONS =
      awsJson(
          "ListBulkOperations",
          optional("statusFilter", oneOf("RUNNING", "SUCCEEDED", "STOPPED", "FAILED")),
          optional("maxResults", PAGE_SIZE),
          optional("nextToken", PAGE_TOKEN));

  public static final OperationShape STOP_BULK_OPERATION =
      awsJson("StopBulkOperation", required("bulkOperationId", BULK_ID));

  private SearchShapes() {}
}
