package dev.pawl.persistence.catalog;

import dev.pawl.persistence.jdbc.Jdbc;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * A version of a function.
 *
 * @param functionArn without a qualifier
 * @param version {@value #LATEST}, or the number of a published version
 * @param revisionId the API's RevisionId, new with every write ({@code UUID.randomUUID()}); updates
 *     compare it
 * @param codeSha256 of the deployment package, in the form the API shows, see {@link
 *     FunctionCatalog#code}
 * @param configuration JSON text of everything else
 */
public record FunctionEntry(
    String functionArn,
    String version,
    String name,
    String revisionId,
    String codeSha256,
    Instant lastModified,
    String configuration) {

  /** The version that changes. */
  public static final String LATEST = "$LATEST";

  static final String COLUMNS =
      "function_arn, version, name, revision_id, code_sha256, last_modified, configuration";

  public FunctionEntry {
    lastModified = Jdbc.stored(lastModified);
  }

  static FunctionEntry read(ResultSet row) throws SQLException {
    return new FunctionEntry(
        row.getString("function_arn"),
        row.getString("version"),
        row.getString("name"),
        row.getString("revision_id"),
        row.getString("code_sha256"),
        Jdbc.instant(row, "last_modified"),
        row.getString("configuration"));
  }
}
