package dev.raincheck.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.raincheck.faults.Executions.Outcome;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The faults of processes and of the database are what they are said to be. */
class ServiceIT {
  @TempDir Path directory;
  private Fleet fleet;

  @BeforeEach
  void start() throws Exception {
    fleet = new Fleet(directory, "raincheck.execution.lease=1m");
  }

  @AfterEach
  void stop() throws Exception {
    fleet.close();
  }

  @Test
  void workIsDoneAsWanted() throws Exception {
    Service service = fleet.start(1).get(0);
    Map<String, Object> work = Map.of("millis", 5, "blocking", true, "failures", 1, "size", 7);
    Http.Answer answer = Http.submit(service.uri(), work, "Prefer", "wait=30").expect(200);
    assertEquals(2, answer.json().path("attempt").asInt());
    assertEquals("xxxxxxx", answer.json().path("padding").asText());
    var executions = fleet.executions().of(answer.callId());
    assertEquals(2, executions.size());
    assertTrue(executions.get(0).ended(Outcome.FAILED));
    assertTrue(executions.get(1).ended(Outcome.OK));
    assertEquals(executions.get(1).token().toString(), answer.json().path("token").asText());
    assertEquals(service.pid(), executions.get(1).pid());

    // It may end before it has answered.
    CompletableFuture<?> deadly = Http.submitAsync(service.uri(), Map.of("exit", 1));
    assertEquals(137, service.awaitEnd());
    assertEquals(Optional.empty(), fleet.executions().awaitBegun(3).get(2).end());
    assertTrue(deadly.handle((answered, failed) -> true).join());
  }

  @Test
  void aPausedServiceAnswersWhenItGoesOnAndAKilledOneComesBackOnItsPort() throws Exception {
    Service service = fleet.start(1).get(0);
    assertTrue(service.threads() > 5);
    assertTrue(service.openFiles() > 5);
    assertTrue(service.residentBytes() > 20_000_000);
    service.pause();
    CompletableFuture<Http.Answer> answer =
        Http.submitAsync(service.uri(), Map.of(), "Prefer", "wait=30");
    assertFalse(answer.isDone());
    service.resume();
    answer.join().expect(200);

    service.kill();
    assertFalse(service.isAlive());
    Service again = fleet.startAgain(0);
    assertEquals(service.uri(), again.uri());
    again.awaitLog("Listening on");
    Http.submit(again.uri(), Map.of(), "Prefer", "wait=30").expect(200);
    again.pause();
    again.kill();
  }

  @Test
  void theDatabaseMayBeReadOnlyAndCrashed() throws Exception {
    PostgresServer database = fleet.database();
    assertEquals("on", database.query("show fsync", row -> row.getString(1)).get(0));
    try (Connection user =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        Statement statement = user.createStatement()) {
      statement.execute("create schema s create table t (a int)");
      database.readOnly(true);
      assertThrows(SQLException.class, () -> statement.execute("insert into s.t select 1"));
      database.execute("insert into s.t select 2");
      database.readOnly(false);
      statement.execute("insert into s.t select 3");
      assertEquals(0, database.killConnections("query like 'nothing of that'"));
      assertEquals(1, database.killConnections());
      assertThrows(SQLException.class, () -> statement.execute("select 1"));
    }
    database.restart();
    assertEquals(5, database.number("select sum(a) from s.t"));
  }

  @Test
  void aWallClockMayDiffer() throws Exception {
    Optional<Path> library = Service.faketime();
    assumeTrue(library.isPresent(), "libfaketime is not here: .ci/libfaketime fetches it");
    Service service = fleet.start(fleet.plan().wallClock(library.get(), "+1h"));
    UUID id =
        Http.submit(service.uri(), Map.of("millis", 100), "Prefer", "wait=30").expect(200).callId();
    // Ids are of the replica's clock, the rest of the database's.
    Instant made = Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    assertTrue(made.isAfter(Instant.now().plus(Duration.ofMinutes(50))), made::toString);
    Instant created =
        Instant.parse(Http.call(service.uri(), id).expect(200).json().path("createdAt").asText());
    assertTrue(created.isBefore(Instant.now().plus(Duration.ofMinutes(10))), created::toString);
  }
}
