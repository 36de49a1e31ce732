package dev.pawl.node.boot;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Properties;
import java.util.logging.Logger;

/**
 * PostgreSQL's driver, with which the journal's statement moves an execution whatever row it has
 * come to. Nobody in his right mind would; tests show what the fence is there for.
 */
final class UnfencedDriver implements Driver, AutoCloseable {

  private static final String FENCE = "e.seq_nr = j.expected";

  private final Driver real;
  private volatile boolean hasRemovedFence;

  private UnfencedDriver(Driver real) {
    this.real = real;
  }

  /** Takes the place of the real one until it is closed. */
  static UnfencedDriver install() throws SQLException {
    var real =
        Collections.list(DriverManager.getDrivers()).stream()
            .filter(driver -> driver instanceof org.postgresql.Driver)
            .findFirst()
            .orElseThrow();
    var unfenced = new UnfencedDriver(real);
    DriverManager.deregisterDriver(real);
    DriverManager.registerDriver(unfenced);
    return unfenced;
  }

  /** Whether there was a fence to remove: else the test would prove nothing. */
  boolean hasRemovedFence() {
    return hasRemovedFence;
  }

  @Override
  public void close() throws SQLException {
    DriverManager.deregisterDriver(this);
    DriverManager.registerDriver(real);
  }

  @Override
  public Connection connect(String url, Properties info) throws SQLException {
    var connection = real.connect(url, info);
    return connection == null ? null : unfenced(connection);
  }

  private Connection unfenced(Connection connection) {
    return (Connection)
        Proxy.newProxyInstance(
            UnfencedDriver.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("prepareStatement")
                  && arguments[0] instanceof String sql
                  && sql.contains(FENCE)) {
                arguments[0] = sql.replace(FENCE, "true");
                hasRemovedFence = true;
              }
              try {
                return method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Override
  public boolean acceptsURL(String url) throws SQLException {
    return real.acceptsURL(url);
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) throws SQLException {
    return real.getPropertyInfo(url, info);
  }

  @Override
  public int getMajorVersion() {
    return real.getMajorVersion();
  }

  @Override
  public int getMinorVersion() {
    return real.getMinorVersion();
  }

  @Override
  public boolean jdbcCompliant() {
    return real.jdbcCompliant();
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getLogger(UnfencedDriver.class.getName());
  }
}
