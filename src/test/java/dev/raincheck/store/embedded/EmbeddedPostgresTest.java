package dev.raincheck.store.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The server as the application gets it: no URL, nothing started by the test. */
@QuarkusTest
class EmbeddedPostgresTest {
  @Inject EmbeddedPostgres postgres;
  @Inject EmbeddedConfig settings;
  @Inject AgroalDataSource jdbc;
  @Inject Pool reactive;

  @Test
  void bothClientsReachTheEphemeralServer() throws Exception {
    assertTrue(postgres.isEmbedded());
    assertTrue(settings.ephemeral());
    assertEquals(0, settings.port());
    assertEquals(Duration.ofMinutes(1), settings.startTimeout());
    try (Connection connection = jdbc.getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SHOW fsync")) {
      result.next();
      assertEquals("off", result.getString(1));
    }
    assertEquals(
        "127.0.0.1",
        reactive
            .query("SHOW listen_addresses")
            .execute()
            .map(rows -> rows.iterator().next().getString(0))
            .await()
            .atMost(Duration.ofSeconds(10)));
  }
}
