package dev.pawl.protocol.awsjson;

import static dev.pawl.protocol.awsjson.Member.optional;
import static dev.pawl.protocol.awsjson.Member.required;
import static dev.pawl.protocol.awsjson.OperationShape.awsJson;
import static dev.pawl.protocol.awsjson.Shape.bool;
import static dev.pawl.protocol.awsjson.Shape.integer;
import static dev.pawl.protocol.awsjson.Shape.listOf;
import static dev.pawl.protocol.awsjson.Shape.mapTo;
import static dev.pawl.protocol.awsjson.Shape.oneOf;
import static dev.pawl.protocol.awsjson.Shape.string;

/**
 * The operations of CloudWatch Logs (version 2014-03-28) with which clients read what executions
 * and functions have logged.
 */
public final class LogsShapes {

  /** The part of {@code X-Amz-Target} before the dot. */
  public static final String TARGET_PREFIX = "Logs_20140328";

  private static final Shape GROUP = string(1, 512).matching("[\\.\\-_/#A-Za-z0-9]+");
  private static final Shape IDENTIFIER = string(1, 2_048).matching("[\\w#+=/:,.@-]*");
  private static final Shape STREAM = string(1, 512).matching("[^:*]*");
  private static final Shape TOKEN = string(1, 4_096);
  private static final Shape TIME = integer(0, Long.MAX_VALUE);
  private static final Shape ITEMS = integer(1, 50);
  private static final Shape EVENTS = integer(1, 10_000);
  private static final Shape ARN = string(1, 1_011).matching("[\\w+=/:,.@\\-\\*]*");
  private static final Shape TAG_VALUE = string(0, 256);

  public static final OperationShape CREATE_LOG_GROUP =
      awsJson(
          "CreateLogGroup",
          required("logGroupName", GROUP),
          optional("kmsKeyId", string(0, 256)),
          optional("tags", mapTo(TAG_VALUE)),
          optional("logGroupClass", oneOf("STANDARD", "INFREQUENT_ACCESS", "DELIVERY")),
          optional("deletionProtectionEnabled", bool()));

  public static final OperationShape DELETE_LOG_GROUP =
      awsJson("DeleteLogGroup", required("logGroupName", GROUP));

  public static final OperationShape PUT_RETENTION_POLICY =
      awsJson(
          "PutRetentionPolicy",
          required("logGroupName", GROUP),
          required("retentionInDays", integer(1, 3_653)));

  public static final OperationShape DELETE_RETENTION_POLICY =
      awsJson("DeleteRetentionPolicy", required("logGroupName", GROUP));

  public static final OperationShape DESCRIBE_LOG_GROUPS =
      awsJson(
          "DescribeLogGroups",
          optional("accountIdentifiers", listOf(string(12, 12), 0, 20)),
          optional("logGroupNamePrefix", GROUP),
          optional("logGroupNamePattern", string(0, 512)),
          optional("nextToken", TOKEN),
          optional("limit", ITEMS),
          optional("includeLinkedAccounts", bool()),
          optional("logGroupClass", oneOf("STANDARD", "INFREQUENT_ACCESS", "DELIVERY")),
          optional("logGroupIdentifiers", listOf(IDENTIFIER, 1, 50)));

  public static final OperationShape DESCRIBE_LOG_STREAMS =
      awsJson(
          "DescribeLogStreams",
          optional("logGroupName", GROUP),
          optional("logGroupIdentifier", IDENTIFIER),
          optional("logStreamNamePrefix", STREAM),
          optional("orderBy", oneOf("LogStreamName", "LastEventTime")),
          optional("descending", bool()),
          optional("nextToken", TOKEN),
          optional("limit", ITEMS));

  public static final OperationShape GET_LOG_EVENTS =
      awsJson(
          "GetLogEvents",
          optional("logGroupName", GROUP),
          optional("logGroupIdentifier", IDENTIFIER),
          required("logStreamName", STREAM),
          optional("startTime", TIME),
          optional("endTime", TIME),
          optional("nextToken", TOKEN),
          optional("limit", EVENTS),
          optional("startFromHead", bool()),
          optional("unmask", bool()));

  public static final OperationShape FILTER_LOG_EVENTS =
      awsJson(
          "FilterLogEvents",
          optional("logGroupName", GROUP),
          optional("logGroupIdentifier", IDENTIFIER),
          optional("logStreamNames", listOf(STREAM, 1, 100)),
          optional("logStreamNamePrefix", STREAM),
          optional("startTime", TIME),
          optional("endTime", TIME),
          optional("filterPattern", string(0, 1_024)),
          optional("nextToken", TOKEN),
          optional("limit", EVENTS),
          optional("interleaved", bool()),
          optional("unmask", bool()));

  public static final OperationShape LIST_TAGS_FOR_RESOURCE =
      awsJson("ListTagsForResource", required("resourceArn", ARN));

  public static final OperationShape LIST_TAGS_LOG_GROUP =
      awsJson("ListTagsLogGroup", required("logGroupName", GROUP));

  public static final OperationShape TAG_RESOURCE =
      awsJson("TagResource", required("resourceArn", ARN), required("tags", mapTo(TAG_VALUE)));

  public static final OperationShape UNTAG_RESOURCE =
      awsJson(
          "UntagResource",
          required("resourceArn", ARN),
          required("tagKeys", listOf(string(1, 128), 0, 50)));

  private LogsShapes() {}
}
