package dev.pawl.node.api.operation;

import dev.pawl.node.api.ApiError;
import dev.pawl.persistence.catalog.Publication;
import dev.pawl.persistence.catalog.StateMachineVersion;
import dev.pawl.persistence.catalog.VersionCatalog;
import dev.pawl.protocol.awsjson.Input;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The publishing of state machines, by itself or with a create or update. */
final class Publishing {

  /** Developer guide, "Quotas": versions of one state machine. */
  static final int VERSIONS_MAX = 1_000;

  private Publishing() {}

  /** What {@code publish} and {@code versionDescription} of a request ask for; null = nothing. */
  static VersionCatalog.@Nullable Wish wish(Input input, Instant now) {
    if (input.flag("publish", false)) {
      return wish(null, StoredText.orNull(input, "versionDescription"), now);
    }
    if (input.has("versionDescription")) {
      throw ApiError.validation("Version description can only be set when publish is true");
    }
    return null;
  }

  static VersionCatalog.Wish wish(
      @Nullable String revisionId, @Nullable String description, Instant now) {
    return new VersionCatalog.Wish(revisionId, description, now, VERSIONS_MAX);
  }

  /** The version, or why there is none. */
  static StateMachineVersion version(String arn, VersionCatalog.Wish wish, Publication outcome) {
    return switch (outcome) {
      case Publication.Published published -> published.version();
      case Publication.NoMachine ignored -> throw StepFunctionsErrors.stateMachineDoesNotExist(arn);
      case Publication.Deleting ignored -> throw StepFunctionsErrors.stateMachineDeleting(arn);
      case Publication.TooMany ignored -> throw tooMany(arn);
      case Publication.OtherRevision other ->
          throw StepFunctionsErrors.conflict(
              "Failed to publish the State Machine version for revision "
                  + wish.revisionId()
                  + ". The current State Machine revision is "
                  + Objects.requireNonNullElse(other.currentRevisionId(), VersionCatalog.INITIAL)
                  + ".");
    };
  }

  private static ApiError tooMany(String arn) {
    return StepFunctionsErrors.quotaExceeded(
        "The state machine has " + VERSIONS_MAX + " versions, which is the most: '" + arn + "'");
  }
}
