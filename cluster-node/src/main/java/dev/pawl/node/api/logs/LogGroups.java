package dev.pawl.node.api.logs;

import dev.pawl.persistence.catalog.LogGroupCatalog;
import dev.pawl.persistence.catalog.LogGroupEntry;
import dev.pawl.protocol.awsjson.Input;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Log groups: those that somebody created, and those that have records on this node. */
final class LogGroups {

  /** API reference, DescribeLogGroups; all are read for one page. */
  private static final int GROUPS_MAX = 100_000;

  private final LogGroupCatalog catalog;
  private final LogFiles files;
  private final String prefix;

  /**
   * @param prefix of the ARNs of log groups, {@code arn:aws:logs:us-east-1:000000000000:log-group:}
   */
  LogGroups(LogGroupCatalog catalog, LogFiles files, String prefix) {
    this.catalog = catalog;
    this.files = files;
    this.prefix = prefix;
  }

  /**
   * A log group.
   *
   * @param stored null if nobody created it
   * @param files its records here; none if there are none
   */
  record Group(String name, @Nullable LogGroupEntry stored, LogFiles.Group files) {

    long bytes() {
      return files.files().stream().mapToLong(Group::bytes).sum();
    }

    private static long bytes(Path file) {
      try {
        return Files.size(file);
      } catch (NoSuchFileException renamed) {
        return 0;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** When it was created; else, when its first record was written. */
    Instant created() {
      return stored == null ? firstRecord() : stored.creationDate();
    }

    private Instant firstRecord() {
      return new LogReader(files, record -> record.at() > 0, 1)
          .forwards(null).records().stream()
              .findFirst()
              .map(record -> Instant.ofEpochMilli(record.at()))
              .orElse(Instant.EPOCH);
    }
  }

  LogGroupCatalog catalog() {
    return catalog;
  }

  String arn(String name) {
    return prefix + name;
  }

  /** All groups by name. */
  List<Group> all() {
    var groups = new TreeMap<String, Group>();
    files.groups().forEach(found -> groups.put(found.name(), new Group(found.name(), null, found)));
    for (var stored : catalog.list(GROUPS_MAX)) {
      var here = groups.get(stored.name());
      groups.put(
          stored.name(),
          new Group(stored.name(), stored, here == null ? empty(stored.name()) : here.files()));
    }
    return List.copyOf(groups.values());
  }

  private static LogFiles.Group empty(String name) {
    return new LogFiles.Group(name, LogFiles.Format.EXECUTIONS, List.of());
  }

  /** The group that {@code logGroupName} or {@code logGroupIdentifier} names. */
  Group named(Input input) {
    var name = input.findText("logGroupName");
    var identifier = input.findText("logGroupIdentifier").map(this::name);
    if (name.isPresent() == identifier.isPresent()) {
      throw LogErrors.invalidParameter(
          "Exactly one of logGroupName and logGroupIdentifier must be specified.");
    }
    var wanted = name.or(() -> identifier).orElseThrow();
    return find(wanted).orElseThrow(LogErrors::noSuchGroup);
  }

  Optional<Group> find(String name) {
    var here = files.groups().stream().filter(group -> group.name().equals(name)).findFirst();
    var stored = catalog.find(name);
    return here.isEmpty() && stored.isEmpty()
        ? Optional.empty()
        : Optional.of(new Group(name, stored.orElse(null), here.orElseGet(() -> empty(name))));
  }

  /** The name in an ARN, with or without {@code :*}; other text is a name. */
  String name(String identifier) {
    if (!identifier.startsWith("arn:")) {
      return identifier;
    }
    var arn =
        identifier.endsWith(":*") ? identifier.substring(0, identifier.length() - 2) : identifier;
    if (!arn.startsWith(prefix)) {
      throw LogErrors.noSuchGroup();
    }
    return arn.substring(prefix.length());
  }
}
