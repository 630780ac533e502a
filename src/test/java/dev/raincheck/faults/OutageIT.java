package dev.raincheck.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database fails, in the ways in which servers do, and comes back. */
class OutageIT {
  private static final int REPLICAS = 2;

  @TempDir static Path directory;
  private static Fleet fleet;
  private static PostgresServer database;

  @BeforeAll
  static void start() throws Exception {
    fleet = new Fleet(directory, "raincheck.store.timeout=2s");
    database = fleet.database();
    fleet.start(REPLICAS);
  }

  @AfterAll
  static void stop() throws Exception {
    fleet.close();
  }

  @Test
  void crashed() throws Exception {
    Outage.of(fleet).from(database::stopImmediately, database::startAgain);
  }

  @Test
  void readOnly() throws Exception {
    Outage.ofWrites(fleet).from(() -> database.readOnly(true), () -> database.readOnly(false));
  }

  @Test
  void outOfConnections() throws Exception {
    Outage.of(fleet)
        .from(
            () -> {
              database.execute(connectionLimit(0));
              killConnections();
            },
            () -> database.execute(connectionLimit(-1)));
  }

  private static String connectionLimit(int limit) {
    return "alter role " + database.user() + " connection limit " + limit;
  }

  @Test
  void connectionsAreKilledUnderLoad() throws Exception {
    List<CompletableFuture<Http.Answer>> answers = new ArrayList<>();
    int killed = 0;
    for (int round = 0; round < 5; round++) {
      for (int i = 0; i < 20; i++) {
        answers.add(submit(i, "kill-" + answers.size()));
      }
      killed += killConnections();
    }
    assertTrue(killed > 0);

    Set<UUID> ids = new HashSet<>();
    for (int i = 0; i < answers.size(); i++) {
      Http.Answer answer = answers.get(i).join();
      while (answer.status() != 202) {
        Outage.isRefused(answer);
        answer = submit(i, "kill-" + i).join();
      }
      ids.add(answer.callId());
    }
    assertEquals(answers.size(), ids.size());
    for (UUID id : ids) {
      Http.result(fleet.replica(0).uri(), id, 30).expect(200);
      assertEquals(1, fleet.executions().of(id).size(), "executions");
    }
    assertEquals(
        answers.size(),
        database.number("select count(*) from raincheck.call where idempotency_key ~ '^kill-'"));
    Outage.works(fleet);
  }

  @Test
  void transactionsOfOthersAreInTheWay() throws Exception {
    database.execute("alter system set default_transaction_isolation = 'serializable'");
    database.execute("select pg_reload_conf()");
    try {
      List<UUID> ids = new ArrayList<>();
      // They are rare, for whole batches go together; DatabaseTest has many of them in a row.
      while (ids.size() < 100 || rolledBack() == 0) {
        List<CompletableFuture<Http.Answer>> answers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
          answers.add(submit(i, "isolated-" + (ids.size() + i)));
        }
        answers.forEach(answer -> ids.add(answer.join().expect(202).callId()));
      }
      for (UUID id : ids) {
        Http.result(fleet.replica(0).uri(), id, 30).expect(200);
        assertEquals(1, fleet.executions().of(id).size(), "executions");
      }
      assertEquals(ids.size(), new HashSet<>(ids).size());
    } finally {
      database.execute("alter system reset default_transaction_isolation");
      database.execute("select pg_reload_conf()");
    }
    assertTrue(rolledBack() > 0);
  }

  private static CompletableFuture<Http.Answer> submit(int replica, String key) throws Exception {
    return Http.submitAsync(
        fleet.replica(replica % REPLICAS).uri(), Map.of("millis", 5), "Idempotency-Key", key);
  }

  private static long rolledBack() throws Exception {
    return database.log().lines().filter(line -> line.contains("could not serialize")).count();
  }

  private static int killConnections() throws Exception {
    return database.killConnections("usename = '" + database.user() + "'");
  }
}
