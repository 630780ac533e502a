package dev.raincheck.bench.system;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** A fresh PostgreSQL with its defaults and full durability. */
public final class Database implements AutoCloseable {
  public static final String USER = "postgres";
  public static final String PASSWORD = "postgres";

  private final EmbeddedPostgres server;

  private Database(EmbeddedPostgres server) {
    this.server = server;
  }

  /** Starts it, in a directory that is deleted when it is closed. */
  public static Database start() throws IOException, SQLException {
    Database started =
        new Database(
            EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofSeconds(60))
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "200")
                .start());
    for (String setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
      if (!started.text("postgres", "show " + setting).equals("on")) {
        throw new IllegalStateException(setting + " is off");
      }
    }
    return started;
  }

  public int port() {
    return server.getPort();
  }

  public String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port() + "/" + database;
  }

  /** A new database, as a copy of another. */
  public void create(String database, String template) throws SQLException {
    execute("postgres", "drop database if exists " + database);
    execute("postgres", "create database " + database + " template " + template);
  }

  public void drop(String database) throws SQLException {
    execute("postgres", "drop database if exists " + database + " with (force)");
  }

  public void execute(String database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  public long number(String database, String sql) throws SQLException {
    return Long.parseLong(text(database, sql));
  }

  public String text(String database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }

  public Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(url(database), USER, PASSWORD);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
