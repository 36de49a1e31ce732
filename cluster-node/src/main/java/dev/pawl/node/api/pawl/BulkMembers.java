package dev.pawl.node.api.pawl;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.node.api.ApiError;
import dev.pawl.node.api.operation.Members;
import dev.pawl.persistence.index.BulkOperation;

/** Bulk operations as the API shows them. */
final class BulkMembers {

  private BulkMembers() {}

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

  static ApiError doesNotExist(String id) {
    return new ApiError(
        400,
        "BulkOperationDoesNotExist",
        "Expected a bulk operation of this id, but there is none: " + id);
  }
}
