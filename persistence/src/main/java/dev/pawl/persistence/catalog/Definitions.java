package dev.pawl.persistence.catalog;

import dev.pawl.persistence.jdbc.Jdbc;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;

/** Texts of definitions by their hash, each stored once. */
final class Definitions {

  private Definitions() {}

  /** SHA-256 of the text in UTF-8, in hexadecimal. */
  static String hash(String definition) {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(definition.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java has SHA-256.", e);
    }
  }

  /**
   * Stores a text, and locks it until the transaction ends, so that nobody collects it before the
   * machine refers to it.
   */
  static void keep(Connection connection, String stateMachineArn, String hash, String definition)
      throws SQLException {
    do {
      Jdbc.update(
          connection,
          "INSERT INTO definitions (definition_hash, definition) VALUES (?, ?) ON CONFLICT DO NOTHING",
          hash,
          definition);
    } while (!lock(connection, hash));
    Jdbc.update(
        connection,
        """
        INSERT INTO state_machine_definitions (state_machine_arn, definition_hash) VALUES (?, ?)
        ON CONFLICT DO NOTHING\
        """,
        stateMachineArn,
        hash);
  }

  private static boolean lock(Connection connection, String hash) throws SQLException {
    return Jdbc.first(
            connection,
            "SELECT 1 FROM definitions WHERE definition_hash = ? FOR UPDATE",
            row -> true,
            hash)
        .isPresent();
  }

  /** Deletes texts that no machine and no execution of one that is gone may ask for. */
  static int collect(Connection connection) throws SQLException {
    Jdbc.update(
        connection,
        """
        DELETE FROM state_machine_definitions WHERE NOT EXISTS
            (SELECT 1 FROM state_machines m WHERE m.state_machine_arn = state_machine_definitions.state_machine_arn)
          AND NOT EXISTS
            (SELECT 1 FROM executions e WHERE e.state_machine_arn = state_machine_definitions.state_machine_arn)\
        """);
    return Jdbc.update(
        connection,
        """
        DELETE FROM definitions WHERE NOT EXISTS
            (SELECT 1 FROM state_machine_definitions d WHERE d.definition_hash = definitions.definition_hash)
          AND NOT EXISTS
            (SELECT 1 FROM state_machines m WHERE m.definition_hash = definitions.definition_hash)\
        """);
  }
}
