package dev.pawl.node.api.identity;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.node.api.Answering;
import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.persistence.catalog.RoleCatalog;
import dev.pawl.persistence.catalog.Tags;
import dev.pawl.protocol.awsjson.IdentityShapes;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * The operations of STS and IAM that Pawl offers. Roles are kept as they are given, so that tools
 * find what they made; no policy is ever evaluated.
 */
public final class IdentityOperations {

  private IdentityOperations() {}

  public static List<Operation> of(
      String account, RoleCatalog roles, Tags tags, InstantSource clock) {
    var operations = new ArrayList<Operation>();
    operations.add(
        new Answering(IdentityShapes.GET_CALLER_IDENTITY, IdentityOperations::callerIdentity));
    operations.add(new Answering(IdentityShapes.GET_USER, IdentityOperations::user));
    operations.addAll(new Roles(account, roles, tags, clock).operations());
    operations.addAll(new RolePolicies(roles).operations());
    return List.copyOf(operations);
  }

  private static Reply callerIdentity(Call call) {
    var caller = call.caller();
    var answer = JsonNodeFactory.instance.objectNode();
    answer.put("Arn", caller.arn());
    answer.put("UserId", caller.keyId().isEmpty() ? caller.account() : caller.keyId());
    return Reply.of(answer.put("Account", caller.account()));
  }

  /** The caller's own; Pawl keeps no other users. */
  private static Reply user(Call call) {
    var caller = call.caller();
    var wanted = call.input().textOrNull("UserName");
    if (wanted != null && !wanted.equals(caller.name())) {
      throw IdentityErrors.noSuchUser(wanted);
    }
    var answer = JsonNodeFactory.instance.objectNode();
    ObjectNode user = answer.putObject("User");
    user.put("Path", "/").put("UserName", caller.name());
    user.put("UserId", caller.keyId().isEmpty() ? caller.account() : caller.keyId());
    user.put("Arn", caller.arn()).put("CreateDate", Roles.date(java.time.Instant.EPOCH));
    return Reply.of(answer);
  }
}
