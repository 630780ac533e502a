package dev.raincheck.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database over TLS, and only the one whose certificate is known; the README's settings. */
class DatabaseTlsIT {
  @TempDir static Path directory;

  private static Identity known;
  private static Identity other;
  private static PostgresServer database;

  @BeforeAll
  static void start() throws Exception {
    known = Identity.make(directory, "known", "ip:127.0.0.1");
    other = Identity.make(directory, "other", "ip:127.0.0.1");
    database =
        PostgresServer.start(
            directory.resolve("database"),
            "ssl=on",
            "ssl_cert_file=" + known.certificateFile(),
            "ssl_key_file=" + known.keyFile(),
            "ssl_min_protocol_version=TLSv1.3");
  }

  @AfterAll
  static void stop() throws Exception {
    database.close();
  }

  /**
   * @param host of the database
   * @param jdbc whom Flyway believes
   * @param reactive whom everything else does
   */
  private static Service.Plan plan(String host, Identity jdbc, Identity reactive) {
    String url = "postgresql://%s:%d/postgres?sslmode=verify-full".formatted(host, database.port());
    return Service.Plan.of(Service.packaged(), directory.resolve("service"))
        .environment(
            "QUARKUS_DATASOURCE_JDBC_URL", "jdbc:" + url + "&sslrootcert=" + jdbc.certificateFile())
        .environment("QUARKUS_DATASOURCE_REACTIVE_URL", url)
        .environment("QUARKUS_DATASOURCE_USERNAME", database.user())
        .environment("QUARKUS_DATASOURCE_PASSWORD", database.password())
        .environment("QUARKUS_DATASOURCE_REACTIVE_HOSTNAME_VERIFICATION_ALGORITHM", "HTTPS")
        .environment("QUARKUS_DATASOURCE_REACTIVE_TRUST_CERTIFICATE_PEM", "true")
        .environment(
            "QUARKUS_DATASOURCE_REACTIVE_TRUST_CERTIFICATE_PEM_CERTS",
            reactive.certificateFile().toString())
        .with("quarkus.flyway.connect-retries=0", "raincheck.store.timeout=5s");
  }

  @Test
  void everySessionIsEncrypted() throws Exception {
    try (Service service = Service.start(plan("127.0.0.1", known, known))) {
      Http.postJson(service.uri(), "/fetches", "{\"url\":\"http://127.0.0.1:1/\"}").expect(202);
      assertEquals(0, sessions("not ssl or version <> 'TLSv1.3'"));
      assertTrue(sessions("ssl") > 0);
    }
  }

  @Test
  void flywayDoesNotBelieveAnother() throws Exception {
    assertDoesNotStart(plan("127.0.0.1", other, known), "PKIX path");
  }

  @Test
  void nothingElseDoesEither() throws Exception {
    try (Service service = Service.start(plan("127.0.0.1", known, other))) {
      service.awaitLog("SSL handshake failed");
      Http.get(service.uri(), "/q/health/ready").expect(503);
      Http.postJson(service.uri(), "/fetches", "{\"url\":\"http://127.0.0.1:1/\"}").expect(503);
    }
  }

  @Test
  void aCertificateOfAnotherHostIsNone() throws Exception {
    assertDoesNotStart(plan("localhost", known, known), "localhost");
  }

  private static void assertDoesNotStart(Service.Plan plan, String reason) throws Exception {
    try (Service service = Service.startWithoutWaiting(plan)) {
      assertNotEquals(0, service.awaitEnd(), service.log());
      assertTrue(service.log().contains(reason), service.log());
    }
  }

  private static long sessions(String condition) throws Exception {
    return database.number(
        """
        select count(*) from pg_stat_ssl join pg_stat_activity using (pid)
        where usename = '%s' and (%s)
        """
            .formatted(database.user(), condition));
  }
}
