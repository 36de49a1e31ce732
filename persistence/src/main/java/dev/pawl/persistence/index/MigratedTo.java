package dev.pawl.persistence.index;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pawl.engine.execution.Event;
import dev.pawl.engine.json.Json;
import dev.pawl.engine.json.JsonTextException;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an execution runs that has gone over to another revision of its machine, as the index keeps
 * it: so that nobody has to look for it in a long history.
 *
 * @param definitionHash as its start event would name it
 */
public record MigratedTo(
    String definitionHash,
    String roleArn,
    @Nullable String revisionId,
    @Nullable String versionArn,
    @Nullable String aliasArn,
    Instant at) {

  /**
   * As it is stored.
   *
   * @param origin the start event, pinned to what the execution runs now
   * @return null if that is what it started with
   */
  public static @Nullable String text(Event.ExecutionStarted origin) {
    var revision = origin.revision();
    if (revision.migratedAt() == null) {
      return null;
    }
    var node = Json.mapper().createObjectNode();
    node.put("definitionHash", origin.definitionHash());
    node.put("roleArn", origin.roleArn());
    node.put("revisionId", revision.revisionId());
    node.put("versionArn", revision.versionArn());
    node.put("aliasArn", revision.aliasArn());
    node.put("at", revision.migratedAt().toString());
    return Json.write(node);
  }

  static MigratedTo parse(String text) {
    try {
      var node = Json.parse(text);
      return new MigratedTo(
          Objects.requireNonNull(text(node, "definitionHash")),
          Objects.requireNonNull(text(node, "roleArn")),
          text(node, "revisionId"),
          text(node, "versionArn"),
          text(node, "aliasArn"),
          Instant.parse(Objects.requireNonNull(text(node, "at"))));
    } catch (JsonTextException e) {
      throw new AssertionError("Expected migrated_to to be JSON, but found " + text, e);
    }
  }

  private static @Nullable String text(JsonNode node, String member) {
    return node.path(member).asText(null);
  }
}
