package dev.pawl.node.api.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.engine.json.JsonTextException;
import dev.pawl.engine.json.Payload;
import dev.pawl.node.api.Answering;
import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.persistence.catalog.RoleCatalog;
import dev.pawl.persistence.catalog.RoleEntry;
import dev.pawl.persistence.catalog.Tags;
import dev.pawl.protocol.awsjson.IdentityShapes;
import dev.pawl.protocol.awsjson.Input;
import java.net.URLEncoder;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Roles: made, shown, changed, deleted and tagged. */
final class Roles {

  /** API reference, CreateRole: MaxSessionDuration is one hour by default. */
  private static final int SESSION_SECONDS = 3_600;

  /** API reference, ListRoles: MaxItems is 100 by default. */
  private static final int ITEMS = 100;

  /** API reference, TagRole: a role can have up to 50 tags. */
  private static final int TAGS_MAX = 50;

  private static final int ID_LENGTH = 17;

  private final String account;
  private final RoleCatalog catalog;
  private final Tags tags;
  private final InstantSource clock;

  Roles(String account, RoleCatalog catalog, Tags tags, InstantSource clock) {
    this.account = account;
    this.catalog = catalog;
    this.tags = tags;
    this.clock = clock;
  }

  List<Operation> operations() {
    return List.of(
        new Answering(IdentityShapes.CREATE_ROLE, this::create),
        new Answering(IdentityShapes.GET_ROLE, this::get),
        new Answering(IdentityShapes.LIST_ROLES, this::list),
        new Answering(IdentityShapes.UPDATE_ROLE, this::update),
        new Answering(IdentityShapes.UPDATE_ROLE_DESCRIPTION, this::updateDescription),
        new Answering(IdentityShapes.UPDATE_ASSUME_ROLE_POLICY, this::updateAssumeRolePolicy),
        new Answering(IdentityShapes.DELETE_ROLE, this::delete),
        new Answering(IdentityShapes.LIST_INSTANCE_PROFILES_FOR_ROLE, this::instanceProfiles),
        new Answering(IdentityShapes.TAG_ROLE, this::tag),
        new Answering(IdentityShapes.UNTAG_ROLE, this::untag),
        new Answering(IdentityShapes.LIST_ROLE_TAGS, this::listTags));
  }

  private Reply create(Call call) {
    var input = call.input();
    var role =
        new RoleEntry(
            input.text("RoleName"),
            input.findText("Path").orElse("/"),
            newId(),
            input.textOrNull("Description"),
            checkedDocument(input.text("AssumeRolePolicyDocument")),
            input.findInt("MaxSessionDuration").orElse(SESSION_SECONDS),
            input.textOrNull("PermissionsBoundary"),
            clock.instant());
    var wanted = tags(input);
    if (!catalog.create(role, arn(role), wanted).join()) {
      throw IdentityErrors.roleExists(role.name());
    }
    var answer = JsonNodeFactory.instance.objectNode();
    answer.set("Role", shown(role, wanted));
    return Reply.of(answer);
  }

  private Reply get(Call call) {
    return one(role(call));
  }

  private Reply one(RoleEntry role) {
    var answer = JsonNodeFactory.instance.objectNode();
    answer.set("Role", shown(role, tags.list(arn(role))));
    return Reply.of(answer);
  }

  private Reply list(Call call) {
    var input = call.input();
    var max = input.findInt("MaxItems").orElse(ITEMS);
    var prefix = input.findText("PathPrefix").orElse("/");
    var found = catalog.list(input.findText("Marker").orElse(""), max + 1);
    var answer = JsonNodeFactory.instance.objectNode();
    var roles = answer.putArray("Roles");
    var page = found.subList(0, Math.min(max, found.size()));
    page.stream()
        .filter(role -> role.path().startsWith(prefix))
        .forEach(role -> roles.add(shown(role, Map.of())));
    answer.put("IsTruncated", found.size() > max);
    if (found.size() > max) {
      answer.put("Marker", page.get(max - 1).name());
    }
    return Reply.of(answer);
  }

  private Reply update(Call call) {
    var input = call.input();
    var session = input.findInt("MaxSessionDuration");
    checkFound(
        input,
        catalog
            .update(
                input.text("RoleName"),
                input.textOrNull("Description"),
                session.isPresent() ? session.getAsInt() : null)
            .join());
    return Reply.of(JsonNodeFactory.instance.objectNode());
  }

  private Reply updateDescription(Call call) {
    var input = call.input();
    checkFound(
        input, catalog.update(input.text("RoleName"), input.text("Description"), null).join());
    return one(role(call));
  }

  private Reply updateAssumeRolePolicy(Call call) {
    var input = call.input();
    var document = checkedDocument(input.text("PolicyDocument"));
    checkFound(input, catalog.updateAssumeRolePolicy(input.text("RoleName"), document).join());
    return Reply.empty();
  }

  private Reply delete(Call call) {
    var role = role(call);
    switch (catalog.delete(role.name(), arn(role)).join()) {
      case DELETED -> {}
      case ABSENT -> throw IdentityErrors.noSuchRole(role.name());
      case HAS_POLICIES -> throw IdentityErrors.hasPolicies();
      case HAS_ATTACHMENTS -> throw IdentityErrors.hasAttachments();
    }
    return Reply.empty();
  }

  /** There are no machines that could have one. */
  private Reply instanceProfiles(Call call) {
    role(call);
    var answer = JsonNodeFactory.instance.objectNode();
    answer.putArray("InstanceProfiles");
    return Reply.of(answer.put("IsTruncated", false));
  }

  private Reply tag(Call call) {
    if (!tags.put(arn(role(call)), tags(call.input()), TAGS_MAX).join()) {
      throw IdentityErrors.tooManyTags(TAGS_MAX);
    }
    return Reply.empty();
  }

  private Reply untag(Call call) {
    tags.remove(arn(role(call)), call.input().texts("TagKeys")).join();
    return Reply.empty();
  }

  private Reply listTags(Call call) {
    var answer = JsonNodeFactory.instance.objectNode();
    show(tags.list(arn(role(call))), answer);
    return Reply.of(answer.put("IsTruncated", false));
  }

  private RoleEntry role(Call call) {
    var name = call.input().text("RoleName");
    return catalog.find(name).orElseThrow(() -> IdentityErrors.noSuchRole(name));
  }

  private static void checkFound(Input input, boolean found) {
    if (!found) {
      throw IdentityErrors.noSuchRole(input.text("RoleName"));
    }
  }

  private static Map<String, String> tags(Input input) {
    var tags = new LinkedHashMap<String, String>();
    input.structures("Tags").forEach(tag -> tags.put(tag.text("Key"), tag.text("Value")));
    return tags;
  }

  private String arn(RoleEntry role) {
    return "arn:aws:iam::" + account + ":role" + role.path() + role.name();
  }

  private ObjectNode shown(RoleEntry role, Map<String, String> itsTags) {
    var node = JsonNodeFactory.instance.objectNode();
    node.put("Path", role.path()).put("RoleName", role.name()).put("RoleId", role.roleId());
    node.put("Arn", arn(role)).put("CreateDate", date(role.creationDate()));
    node.put("AssumeRolePolicyDocument", encoded(role.assumeRolePolicy()));
    Optional.ofNullable(role.description()).ifPresent(text -> node.put("Description", text));
    node.put("MaxSessionDuration", role.maxSessionSeconds());
    if (role.permissionsBoundary() != null) {
      node.putObject("PermissionsBoundary")
          .put("PermissionsBoundaryType", "Policy")
          .put("PermissionsBoundaryArn", role.permissionsBoundary());
    }
    if (!itsTags.isEmpty()) {
      show(itsTags, node);
    }
    return node;
  }

  private static void show(Map<String, String> tags, ObjectNode node) {
    var list = node.putArray("Tags");
    tags.forEach((key, value) -> list.addObject().put("Key", key).put("Value", value));
  }

  /** The date as IAM writes it: {@code 2026-11-22T16:00:00Z}. */
  static String date(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** API reference: documents are URL-encoded compliant with RFC 3986. */
  static String encoded(String document) {
    return URLEncoder.encode(document, UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  static String checkedDocument(String document) {
    try {
      if (Payload.parse(document).node().isObject()) {
        return document;
      }
    } catch (JsonTextException e) {
      // Refused below.
    }
    throw IdentityErrors.malformedDocument();
  }

  private static String newId() {
    var random = UUID.randomUUID().toString().replace("-", "").toUpperCase(Locale.ROOT);
    return "AROA" + random.substring(0, ID_LENGTH);
  }
}
