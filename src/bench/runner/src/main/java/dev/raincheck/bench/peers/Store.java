package dev.raincheck.bench.peers;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** A fresh schema, a pool of connections to it, and the table of the results in it. */
final class Store implements AutoCloseable {
  private static final String SCHEMA = "peer";

  /** In trials on two busy cores, 64 were no faster. */
  private static final int CONNECTIONS = 32;

  private static final long POLL_MILLIS = 50;
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);

  /** 100 bytes. */
  private static final String RESULT = "{\"text\":\"" + "x".repeat(89) + "\"}";

  private final Connection own;
  private final HikariDataSource pool;

  Store(String jdbcUrl, String user, String password) throws SQLException {
    own = DriverManager.getConnection(jdbcUrl, user, password);
    execute("drop schema if exists " + SCHEMA + " cascade");
    execute("create schema " + SCHEMA);
    execute("set search_path to " + SCHEMA);
    execute("create table peer_result (id text primary key, result text)");
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(jdbcUrl);
    config.setUsername(user);
    config.setPassword(password);
    config.addDataSourceProperty("currentSchema", SCHEMA);
    config.setMaximumPoolSize(CONNECTIONS);
    pool = new HikariDataSource(config);
  }

  DataSource pool() {
    return pool;
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = own.createStatement()) {
      statement.execute(sql);
    }
  }

  /** What the handler of a call does. */
  void record(String id) throws SQLException {
    try (Connection connection = pool.getConnection();
        PreparedStatement insert =
            connection.prepareStatement("insert into peer_result (id, result) values (?, ?)")) {
      insert.setString(1, id);
      insert.setString(2, RESULT);
      insert.executeUpdate();
    }
  }

  /** Forgets the results. */
  void clear() throws SQLException {
    execute("truncate peer_result");
  }

  /** Waits until that many results are recorded. */
  void await(int results) throws SQLException, InterruptedException {
    int last = -1;
    long changedAt = System.nanoTime();
    while (true) {
      int count = count();
      if (count > results) {
        throw new IllegalStateException(count + " results of " + results + " calls");
      }
      if (count == results) {
        return;
      }
      if (count != last) {
        last = count;
        changedAt = System.nanoTime();
      } else if (System.nanoTime() - changedAt > PATIENCE_NANOS) {
        throw new IllegalStateException("Stuck at " + count + " results of " + results);
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  private int count() throws SQLException {
    try (Statement statement = own.createStatement();
        ResultSet count = statement.executeQuery("select count(*) from peer_result")) {
      count.next();
      return count.getInt(1);
    }
  }

  @Override
  public void close() throws SQLException {
    pool.close();
    try (own) {
      execute("drop schema " + SCHEMA + " cascade");
    }
  }
}
