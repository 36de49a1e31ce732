package dev.pawl.node.cli.cluster;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The database of a local cluster; one of its own ends with it. */
public final class LocalDatabase implements AutoCloseable {

  /** Enough for eight nodes with twenty connections each, and some that look on. */
  private static final int CONNECTIONS_MAX = 200;

  private final String url;
  private final String user;
  private final @Nullable LocalPostgres own;

  private LocalDatabase(String url, String user, @Nullable LocalPostgres own) {
    this.url = url;
    this.user = user;
    this.own = own;
  }

  /** One that is there already. */
  public static LocalDatabase given(String url, String user) {
    return new LocalDatabase(url, user, null);
  }

  /** One of our own on the data of this directory; it may still run from an earlier time. */
  public static LocalDatabase embedded(Path directory) throws IOException {
    var left = LocalPostgres.left(directory);
    if (left.isPresent()) {
      return new LocalDatabase(left.get(), LocalPostgres.USER, null);
    }
    var started = LocalPostgres.start(directory, CONNECTIONS_MAX);
    return new LocalDatabase(started.url(), LocalPostgres.USER, started);
  }

  public String url() {
    return url;
  }

  public String user() {
    return user;
  }

  @Override
  public void close() throws IOException {
    if (own != null) {
      own.close();
    }
  }
}
