package dev.pawl.persistence.schema;

/**
 * The database was already migrated by a newer release; an older one would not understand what it
 * finds.
 */
public final class NewerSchemaException extends RuntimeException {

  NewerSchemaException(String version) {
    super(
        "Expected a schema of this release, but the database has version %s of a newer one."
            .formatted(version));
  }
}
