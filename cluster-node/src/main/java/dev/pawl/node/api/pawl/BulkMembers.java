package dev.pawl.node.api.pawl;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.node.api.ApiError;
import dev.pawl.node.api.operation.Members;
import dev.pawl.persistence.index.BulkOperation;

/** Bulk operations as the API shows them. */
final class BulkMembers {

  private static final ObjectMapper JSON = new ObjectMapper();

  private BulkMembers() {}

  /** One by itself, with all that its action was given; a page of them would have no bound. */
  static ObjectNode whole(BulkOperation operation) {
    return describe(Members.object(), operation).setAll(parameters(operation));
  }

  static ObjectNode describe(ObjectNode item, BulkOperation operation) {
    item.put("bulkOperationId", operation.id());
    item.put("action", operation.action());
    item.put("query", operation.query());
    item.put("dryRun", operation.dryRun());
    item.put("maxPerSecond", operation.maxPerSecond());
    item.put("status", operation.status());
    Members.time(item, "startDate", operation.startDate());
    Members.time(item, "stopDate", operation.stopDate());
    item.put("matched", operation.counts().matched());
    item.put("succeeded", operation.counts().succeeded());
    item.put("refused", operation.counts().refused());
    Members.text(item, "lastRefusal", operation.lastRefusal());
    Members.text(item, "node", operation.leaseOwner());
    return item;
  }

  /** What its action was given besides: {@code error}, {@code reason}, {@code targetArn} … */
  private static ObjectNode parameters(BulkOperation operation) {
    try {
      return (ObjectNode) JSON.readTree(operation.parameters());
    } catch (JsonProcessingException e) {
      throw new AssertionError("Expected stored parameters to be JSON: " + operation, e);
    }
  }

  static ApiError doesNotExist(String id) {
    return new ApiError(
        400,
        "BulkOperationDoesNotExist",
        "Expected a bulk operation of this id, but there is none: " + id);
  }
}
