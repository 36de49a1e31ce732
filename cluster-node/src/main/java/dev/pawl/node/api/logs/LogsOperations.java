package dev.pawl.node.api.logs;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.node.api.Answering;
import dev.pawl.node.api.ApiSettings;
import dev.pawl.node.api.Call;
import dev.pawl.node.api.Operation;
import dev.pawl.node.api.Reply;
import dev.pawl.persistence.catalog.LogGroupCatalog;
import dev.pawl.persistence.catalog.LogGroupEntry;
import dev.pawl.persistence.catalog.Tags;
import dev.pawl.protocol.awsjson.Input;
import dev.pawl.protocol.awsjson.LogsShapes;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The operations of CloudWatch Logs that Pawl offers: groups here, records in {@link LogEvents}.
 */
public final class LogsOperations {

  private static final int PAGE = 50;
  private static final int TAGS_MAX = 50;

  /** API reference, PutRetentionPolicy. */
  private static final Set<Integer> RETENTION_DAYS =
      Set.of(
          1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557,
          2922, 3288, 3653);

  private final LogGroups groups;
  private final Tags tags;
  private final InstantSource clock;

  private LogsOperations(LogGroups groups, Tags tags, InstantSource clock) {
    this.groups = groups;
    this.tags = tags;
    this.clock = clock;
  }

  public static List<Operation> of(
      ApiSettings settings,
      LogGroupCatalog catalog,
      LogFiles files,
      Tags tags,
      InstantSource clock) {
    var prefix = "arn:aws:logs:%s:%s:log-group:".formatted(settings.region(), settings.account());
    var groups = new LogGroups(catalog, files, prefix);
    var operations = new ArrayList<>(new LogsOperations(groups, tags, clock).operations());
    operations.addAll(new LogEvents(groups).operations());
    return List.copyOf(operations);
  }

  private List<Operation> operations() {
    return List.of(
        new Answering(LogsShapes.CREATE_LOG_GROUP, this::create),
        new Answering(LogsShapes.DELETE_LOG_GROUP, this::delete),
        new Answering(LogsShapes.PUT_RETENTION_POLICY, this::retain),
        new Answering(LogsShapes.DELETE_RETENTION_POLICY, this::retainForEver),
        new Answering(LogsShapes.DESCRIBE_LOG_GROUPS, this::describe),
        new Answering(LogsShapes.LIST_TAGS_FOR_RESOURCE, this::listTags),
        new Answering(LogsShapes.LIST_TAGS_LOG_GROUP, this::listTagsOfGroup),
        new Answering(LogsShapes.TAG_RESOURCE, this::tag),
        new Answering(LogsShapes.UNTAG_RESOURCE, this::untag));
  }

  private Reply create(Call call) {
    var input = call.input();
    if (input.has("kmsKeyId")) {
      throw LogErrors.invalidParameter("Pawl does not offer kmsKeyId yet.");
    }
    var name = input.text("logGroupName");
    var given = input.textMapOrNull("tags");
    var group = new LogGroupEntry(name, null, clock.instant());
    var created =
        groups.catalog().create(group, groups.arn(name), given == null ? Map.of() : given).join();
    if (!created) {
      throw LogErrors.groupExists();
    }
    return Reply.empty();
  }

  private Reply delete(Call call) {
    var name = call.input().text("logGroupName");
    if (!groups.catalog().delete(name, groups.arn(name)).join()) {
      throw LogErrors.noSuchGroup();
    }
    return Reply.empty();
  }

  private Reply retain(Call call) {
    var days = call.input().findInt("retentionInDays").orElseThrow();
    if (!RETENTION_DAYS.contains(days)) {
      throw LogErrors.invalidParameter(
          "1 validation error detected: Value '%d' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set"
              .formatted(days));
    }
    if (!groups.catalog().retain(call.input().text("logGroupName"), days).join()) {
      throw LogErrors.noSuchGroup();
    }
    return Reply.empty();
  }

  private Reply retainForEver(Call call) {
    if (!groups.catalog().retain(call.input().text("logGroupName"), null).join()) {
      throw LogErrors.noSuchGroup();
    }
    return Reply.empty();
  }

  private Reply describe(Call call) {
    var input = call.input();
    if (input.has("logGroupNamePrefix") && input.has("logGroupNamePattern")) {
      throw LogErrors.invalidParameter(
          "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
    }
    var prefix = input.findText("logGroupNamePrefix").orElse("");
    var pattern = input.findText("logGroupNamePattern").orElse("");
    var identifiers = input.texts("logGroupIdentifiers").stream().map(groups::name).toList();
    var after = input.findText("nextToken").orElse("");
    var max = input.findInt("limit").orElse(PAGE);
    var found =
        groups.all().stream()
            .filter(group -> group.name().startsWith(prefix) && group.name().contains(pattern))
            .filter(group -> identifiers.isEmpty() || identifiers.contains(group.name()))
            .filter(group -> group.name().compareTo(after) > 0)
            .limit(max + 1L)
            .toList();
    var answer = JsonNodeFactory.instance.objectNode();
    var list = answer.putArray("logGroups");
    var page = found.subList(0, Math.min(max, found.size()));
    page.forEach(group -> list.add(shown(group)));
    if (found.size() > max) {
      answer.put("nextToken", page.get(max - 1).name());
    }
    return Reply.of(answer);
  }

  private ObjectNode shown(LogGroups.Group group) {
    var node = JsonNodeFactory.instance.objectNode();
    node.put("logGroupName", group.name());
    node.put("creationTime", group.created().toEpochMilli());
    if (group.stored() != null && group.stored().retentionDays() != null) {
      node.put("retentionInDays", group.stored().retentionDays());
    }
    node.put("metricFilterCount", 0);
    node.put("arn", groups.arn(group.name()) + ":*");
    node.put("storedBytes", group.bytes());
    node.put("logGroupClass", "STANDARD");
    return node.put("logGroupArn", groups.arn(group.name()));
  }

  private Reply listTags(Call call) {
    return tags(arn(call.input()));
  }

  private Reply listTagsOfGroup(Call call) {
    var group = groups.find(call.input().text("logGroupName")).orElseThrow(LogErrors::noSuchGroup);
    return tags(groups.arn(group.name()));
  }

  private Reply tags(String arn) {
    var answer = JsonNodeFactory.instance.objectNode();
    tags.list(arn).forEach(answer.putObject("tags")::put);
    return Reply.of(answer);
  }

  private Reply tag(Call call) {
    var given = call.input().textMapOrNull("tags");
    if (!tags.put(arn(call.input()), given == null ? Map.of() : given, TAGS_MAX).join()) {
      throw LogErrors.tooManyTags(TAGS_MAX);
    }
    return Reply.empty();
  }

  private Reply untag(Call call) {
    tags.remove(arn(call.input()), call.input().texts("tagKeys")).join();
    return Reply.empty();
  }

  private String arn(Input input) {
    var name = groups.name(input.text("resourceArn"));
    return groups.arn(groups.find(name).orElseThrow(LogErrors::noSuchGroup).name());
  }
}
