package dev.pawl.node.api.identity;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.pawl.node.api.Answering;
import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.persistence.catalog.RoleCatalog;
import dev.pawl.protocol.awsjson.IdentityShapes;
import dev.pawl.protocol.awsjson.Input;
import java.util.List;

/** The policies of roles: documents of their own, and names of managed ones. */
final class RolePolicies {

  private final RoleCatalog catalog;

  RolePolicies(RoleCatalog catalog) {
    this.catalog = catalog;
  }

  List<Operation> operations() {
    return List.of(
        new Answering(IdentityShapes.PUT_ROLE_POLICY, this::put),
        new Answering(IdentityShapes.GET_ROLE_POLICY, this::get),
        new Answering(IdentityShapes.DELETE_ROLE_POLICY, this::delete),
        new Answering(IdentityShapes.LIST_ROLE_POLICIES, this::list),
        new Answering(IdentityShapes.ATTACH_ROLE_POLICY, this::attach),
        new Answering(IdentityShapes.DETACH_ROLE_POLICY, this::detach),
        new Answering(IdentityShapes.LIST_ATTACHED_ROLE_POLICIES, this::listAttached));
  }

  private Reply put(Call call) {
    var input = call.input();
    var document = Roles.checkedDocument(input.text("PolicyDocument"));
    var role = input.text("RoleName");
    if (!catalog.putPolicy(role, input.text("PolicyName"), document).join()) {
      throw IdentityErrors.noSuchRole(role);
    }
    return Reply.empty();
  }

  private Reply get(Call call) {
    var role = checkedRole(call.input());
    var policy = call.input().text("PolicyName");
    var document =
        catalog.policy(role, policy).orElseThrow(() -> IdentityErrors.noSuchRolePolicy(policy));
    var answer = JsonNodeFactory.instance.objectNode();
    answer.put("RoleName", role).put("PolicyName", policy);
    return Reply.of(answer.put("PolicyDocument", Roles.encoded(document)));
  }

  private Reply delete(Call call) {
    var role = checkedRole(call.input());
    var policy = call.input().text("PolicyName");
    if (!catalog.deletePolicy(role, policy).join()) {
      throw IdentityErrors.noSuchRolePolicy(policy);
    }
    return Reply.empty();
  }

  private Reply list(Call call) {
    var answer = JsonNodeFactory.instance.objectNode();
    var names = answer.putArray("PolicyNames");
    catalog.policies(checkedRole(call.input())).forEach(names::add);
    return Reply.of(answer.put("IsTruncated", false));
  }

  private Reply attach(Call call) {
    var role = call.input().text("RoleName");
    if (!catalog.attach(role, call.input().text("PolicyArn")).join()) {
      throw IdentityErrors.noSuchRole(role);
    }
    return Reply.empty();
  }

  private Reply detach(Call call) {
    var role = checkedRole(call.input());
    var arn = call.input().text("PolicyArn");
    if (!catalog.detach(role, arn).join()) {
      throw IdentityErrors.noSuchAttachment(arn);
    }
    return Reply.empty();
  }

  private Reply listAttached(Call call) {
    var answer = JsonNodeFactory.instance.objectNode();
    var policies = answer.putArray("AttachedPolicies");
    for (var arn : catalog.attachments(checkedRole(call.input()))) {
      policies
          .addObject()
          .put("PolicyName", arn.substring(arn.lastIndexOf('/') + 1))
          .put("PolicyArn", arn);
    }
    return Reply.of(answer.put("IsTruncated", false));
  }

  private String checkedRole(Input input) {
    var name = input.text("RoleName");
    if (catalog.find(name).isEmpty()) {
      throw IdentityErrors.noSuchRole(name);
    }
    return name;
  }
}
