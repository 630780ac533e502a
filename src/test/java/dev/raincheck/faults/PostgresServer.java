package dev.raincheck.faults;

import dev.raincheck.store.embedded.TestServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.awaitility.Awaitility;

/**
 * A real PostgreSQL server, with fsync, and the faults that it can have. Services use it as a role
 * without privileges, {@link #user}; the statements here run as the superuser, for whom a few
 * connections are reserved and who may write when others may not. Safe for use by several threads,
 * but for start and stop.
 */
final class PostgresServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String ROLE = "app";
  private static final String PASSWORD = "secret";

  private final TestServer server;
  private final int port;
  private final Thread atExit = new Thread(this::closeAtExit, "stop PostgreSQL");

  private PostgresServer(TestServer server, int port) {
    this.server = server;
    this.port = port;
  }

  /** Reads one row of a result. */
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /**
   * Starts a server with an empty database.
   *
   * @param directory of its data; made if missing
   * @param settings as in {@code max_connections=20}
   */
  static PostgresServer start(Path directory, String... settings) throws IOException, SQLException {
    int port = Ports.free();
    TestServer server = TestServer.in(directory, PASSWORD, port, List.of(settings));
    PostgresServer started = new PostgresServer(server, port);
    Runtime.getRuntime().addShutdownHook(started.atExit);
    server.start();
    started.execute("create role " + ROLE + " login password '" + PASSWORD + "'");
    started.execute("grant create on database " + TestServer.DATABASE + " to " + ROLE);
    return started;
  }

  /** Where it listens, from one start to the next. */
  int port() {
    return port;
  }

  String jdbcUrl() {
    return jdbcUrl(port);
  }

  /** The URL that leads through a {@link Link} on that port. */
  static String jdbcUrl(int port) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + TestServer.DATABASE;
  }

  /** Whom the services are to connect as. */
  String user() {
    return ROLE;
  }

  String password() {
    return PASSWORD;
  }

  /** A session of the superuser, which {@link #readOnly} does not concern. */
  Connection connect() throws SQLException {
    return connect("-c default_transaction_read_only=off");
  }

  private Connection connect(String options) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", TestServer.SUPERUSER);
    properties.setProperty("password", PASSWORD);
    properties.setProperty("ApplicationName", "faults");
    properties.setProperty("options", options);
    return DriverManager.getConnection(jdbcUrl(), properties);
  }

  /** Stops it as a crash would. */
  void stopImmediately() throws IOException {
    server.stopImmediately();
  }

  /** Starts it after a stop, on the same port, and waits until it accepts connections. */
  void startAgain() throws IOException {
    server.start();
  }

  /** A crash and the next start. */
  void restart() throws IOException {
    stopImmediately();
    startAgain();
  }

  /** Ends all other sessions; how many. */
  int killConnections() throws SQLException {
    return killConnections("true");
  }

  /**
   * Ends some of the other sessions; how many.
   *
   * @param condition on {@code pg_stat_activity}, as in {@code query like '%insert%'}
   */
  int killConnections(String condition) throws SQLException {
    return query(
            """
            select count(*) from (
              select pg_terminate_backend(pid) as killed from pg_stat_activity
              where backend_type = 'client backend' and pid <> pg_backend_pid() and (%s)
            ) as sessions where killed
            """
                .formatted(condition),
            row -> row.getInt(1))
        .get(0);
  }

  /** Whether transactions that begin from now on, in any session of others, may only read. */
  void readOnly(boolean only) throws SQLException {
    String wanted = only ? "on" : "off";
    execute("alter system set default_transaction_read_only = " + wanted);
    execute("select pg_reload_conf()");
    // A new session has the setting once all old ones have been told of it.
    Awaitility.await("read only: " + wanted)
        .atMost(PATIENCE)
        .until(
            () -> {
              try (Connection fresh = connect("")) {
                return wanted.equals(
                    query(fresh, "show default_transaction_read_only", row -> row.getString(1))
                        .get(0));
              }
            });
  }

  void execute(String sql) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  <T> List<T> query(String sql, Row<T> row) throws SQLException {
    try (Connection connection = connect()) {
      return query(connection, sql, row);
    }
  }

  private static <T> List<T> query(Connection connection, String sql, Row<T> row)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<T> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(row.read(result));
      }
      return rows;
    }
  }

  /** The first column of the first row, as a number. */
  long number(String sql) throws SQLException {
    return query(sql, row -> row.getLong(1)).get(0);
  }

  /** The server's own log since its last start. */
  String log() throws IOException {
    return server.log();
  }

  private void closeAtExit() {
    try {
      server.close();
    } catch (IOException e) {
      System.err.println("PostgreSQL on port " + port + " was not stopped: " + e);
    }
  }

  @Override
  public void close() throws IOException {
    Runtime.getRuntime().removeShutdownHook(atExit);
    server.close();
  }
}
