package dev.pawl.node.cli.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The SQL database of the shop: H2 in a process of its own, as a shop's database would be. It does
 * not fall with the node, and shows what the functions have really done.
 */
final class ShopDatabase {

  private static final int CONNECT_ATTEMPTS = 200;
  private static final long CONNECT_PAUSE_MILLIS = 50;

  private final ChildProcess process;
  private final String url;
  private final String password;

  private ShopDatabase(ChildProcess process, String url, String password) {
    this.process = process;
    this.url = url;
    this.password = password;
  }

  static ShopDatabase start(Path directory, Path log, int port)
      throws DemoFailure, IOException, InterruptedException {
    var process =
        ChildProcess.startJava(
            List.of(
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dh2.bindAddress=127.0.0.1"),
            "org.h2.tools.Server",
            List.of(
                "-tcp",
                "-tcpPort",
                Integer.toString(port),
                "-ifNotExists",
                "-baseDir",
                directory.toString()),
            log);
    var shop =
        new ShopDatabase(
            process, "jdbc:h2:tcp://127.0.0.1:" + port + "/./shop", UUID.randomUUID().toString());
    shop.awaitReady();
    return shop;
  }

  /** What the functions need to know, as parameters of a deployment. */
  Map<String, String> parameters() {
    return Map.of("ShopDatabase", url, "ShopPassword", password);
  }

  ChildProcess process() {
    return process;
  }

  /** One number; zero while the tables do not exist yet. */
  long number(String sql) throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getLong(1) : 0;
    } catch (SQLException e) {
      if (isMissingTable(e)) {
        return 0;
      }
      throw e;
    }
  }

  /** Two columns as a map; empty while the tables do not exist yet. */
  Map<String, String> map(String sql) throws SQLException {
    var map = new TreeMap<String, String>();
    try (var connection = connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        map.put(rows.getString(1), rows.getString(2));
      }
    } catch (SQLException e) {
      if (!isMissingTable(e)) {
        throw e;
      }
    }
    return map;
  }

  private void awaitReady() throws DemoFailure, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try (var connection = connect()) {
        if (connection.isValid(1)) {
          return;
        }
      } catch (SQLException e) {
        if (attempt == CONNECT_ATTEMPTS || !process.isAlive()) {
          process.kill();
          throw new DemoFailure(
              "Expected the shop's database to start, but: "
                  + e.getMessage()
                  + "\n"
                  + process.lastWords());
        }
        Thread.sleep(CONNECT_PAUSE_MILLIS);
      }
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(url, "sa", password);
  }

  private static boolean isMissingTable(SQLException e) {
    // H2: TABLE_OR_VIEW_NOT_FOUND, and the same for an empty database.
    return e.getErrorCode() == 42102 || e.getErrorCode() == 42104;
  }
}
