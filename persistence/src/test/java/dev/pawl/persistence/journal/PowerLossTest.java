package dev.pawl.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pawl.persistence.jdbc.Jdbc;
import dev.pawl.persistence.journal.JournalWriter.Limits;
import dev.pawl.persistence.schema.Migrations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Acknowledged is durable, on H2: the power is cut again and again while writes run, and each time
 * the disk is looked at.
 */
class PowerLossTest {

  private static final long SEED = Long.getLong("seed", 4711);
  private static final int CUTS = Boolean.getBoolean("pawl.nightly") ? 200 : 25;
  private static final String OPTIONS =
      ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;MAX_LENGTH_INPLACE_LOB=16384;DB_CLOSE_DELAY=-1;DB_CLOSE_ON_EXIT=FALSE";

  @TempDir private Path directory;

  private final Random random = new Random(SEED);
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

  @BeforeAll
  static void register() {
    PowerLossFileSystem.register();
  }

  @AfterEach
  void forget() {
    PowerLossFileSystem.forget();
  }

  @Test
  void everyAcknowledgedRowSurvivesAPowerLoss() throws Exception {
    assertThat(lostInPowerCuts(H2Statements::new, lost -> false)).as("seed %d", SEED).isEmpty();
    assertThat(acknowledged.size()).isGreaterThan(CUTS);
  }

  @Test
  void withoutCheckpointSyncAcknowledgedRowsAreLost() throws Exception {
    assertThat(lostInPowerCuts(Unsynced::new, lost -> !lost.isEmpty()))
        .as("seed %d", SEED)
        .isNotEmpty();
  }

  /**
   * @param enough whether no more cuts are needed; what is never synced is written again at every
   *     cut, so many of them take very long
   */
  private Set<String> lostInPowerCuts(
      Function<DataSource, JournalStatements> statements, Predicate<Set<String>> enough)
      throws Exception {
    var source = source("powerloss:" + directory.resolve("live"));
    Migrations.onH2(source);
    try (var connection = source.getConnection()) {
      new H2Statements(source).makeDurable(connection);
    }
    var lost = new HashSet<String>();
    try (var writer = new JournalWriter(statements.apply(source), Limits.DEFAULT)) {
      var going = new AtomicBoolean(true);
      var snapshots = Thread.ofPlatform().start(() -> writeSnapshots(source, going));
      var clients = IntStream.range(0, 4).mapToObj(i -> client(i, writer, going)).toList();
      try {
        for (var cut = 0; cut < CUTS && !enough.test(lost); cut++) {
          Thread.sleep(random.nextInt(1, 60));
          lost.addAll(lostIfPowerIsCutNow(cut));
        }
      } finally {
        going.set(false);
        for (var client : clients) {
          client.join(Duration.ofSeconds(10));
        }
        snapshots.join(Duration.ofSeconds(10));
      }
    }
    shutDown(source);
    return lost;
  }

  private Thread client(int number, JournalWriter writer, AtomicBoolean going) {
    return Thread.ofPlatform()
        .start(() -> {
          for (var i = 0; going.get(); i++) {
            var arn = Rows.arn("client" + number + "-" + i / 5);
            var sequenceNumber = i % 5 + 1;
            Rows.append(writer, Rows.running(arn), sequenceNumber);
            acknowledged.add(arn + "#" + sequenceNumber);
          }
        });
  }

  /** Others write too, and do not sync: what they leave half done must not spoil what we have. */
  private static void writeSnapshots(DataSource source, AtomicBoolean going) {
    try (var connection = source.getConnection()) {
      for (var i = 0; going.get(); i++) {
        Jdbc.update(
            connection,
            "INSERT INTO snapshot VALUES ('s', ?, 0, 1, 'm', ?, null, null, null)",
            i,
            new byte[2000]);
        Thread.sleep(1);
      }
    } catch (SQLException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Set<String> lostIfPowerIsCutNow(int cut) throws IOException, SQLException {
    var mustSurvive = new HashSet<>(acknowledged);
    var images = PowerLossFileSystem.cutPower(random);
    mustSurvive.removeAll(rowsOf(images, directory.resolve("cut" + cut)));
    return mustSurvive;
  }

  /** What is found on the disk; nothing if it cannot be read. */
  private static Set<String> rowsOf(Map<String, byte[]> images, Path place)
      throws IOException, SQLException {
    Files.createDirectories(place);
    for (var image : images.entrySet()) {
      var name = Path.of(image.getKey()).getFileName().toString();
      Files.write(place.resolve(name), image.getValue());
    }
    var source = source("file:" + place.resolve("live"));
    try (var connection = source.getConnection()) {
      var rows =
          Jdbc.list(
              connection,
              "SELECT e.execution_arn || '#' || j.sequence_number FROM executions e"
                  + " JOIN event_journal j ON j.persistence_id = e.execution_arn AND j.sequence_number <= e.seq_nr",
              row -> row.getString(1));
      return new HashSet<>(rows);
    } catch (SQLException unreadable) {
      return Set.of();
    }
  }

  private static JdbcDataSource source(String file) {
    var source = new JdbcDataSource();
    source.setURL("jdbc:h2:" + file + OPTIONS);
    source.setUser("pawl");
    source.setPassword("");
    return source;
  }

  private static void shutDown(JdbcDataSource source) throws SQLException {
    try (var connection = source.getConnection()) {
      Jdbc.update(connection, "SHUTDOWN");
    }
  }

  /** Our statements without the one that matters. */
  private record Unsynced(H2Statements synced) implements JournalStatements {

    Unsynced(DataSource source) {
      this(new H2Statements(source));
    }

    @Override
    public Connection connect() throws SQLException {
      return synced.connect();
    }

    @Override
    public Set<String> write(Connection connection, List<Job.Fenced> jobs) throws SQLException {
      return synced.write(connection, jobs);
    }

    @Override
    public void makeDurable(Connection connection) {}

    @Override
    public void lockTimeout(Connection connection, Duration timeout) throws SQLException {
      synced.lockTimeout(connection, timeout);
    }
  }
}
