package dev.raincheck.store.embedded;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;

/** What the tests of this package start and ask. */
final class Servers {
  // Shared by all test runs: unpacking takes seconds.
  static final Path BINARIES =
      Path.of(System.getProperty("user.home"), ".cache", "raincheck").toAbsolutePath();

  private Servers() {}

  static Instance.Plan durable(Path dataDir) {
    return new Instance.Plan(dataDir, BINARIES, false, Duration.ofSeconds(60));
  }

  static Instance.Plan ephemeral(Path dataDir) {
    return new Instance.Plan(dataDir, BINARIES, true, Duration.ofSeconds(60));
  }

  /** On a free port, with the password that the directory has or gets. */
  static Endpoint endpoint(Path dataDir) {
    Map<String, String> settings =
        Map.of(
            EmbeddedConfig.PORT, "0",
            EmbeddedConfig.EPHEMERAL, "false",
            EmbeddedConfig.DATA_DIR, dataDir.toString());
    return Endpoint.choose(settings::get);
  }

  static String ask(Endpoint endpoint, String sql) throws SQLException {
    try (Connection connection = connect(endpoint, endpoint.password());
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }

  static void execute(Endpoint endpoint, String sql) throws SQLException {
    try (Connection connection = connect(endpoint, endpoint.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static Connection connect(Endpoint endpoint, String password) throws SQLException {
    return DriverManager.getConnection(endpoint.jdbcUrl(), Endpoint.USER, password);
  }
}
