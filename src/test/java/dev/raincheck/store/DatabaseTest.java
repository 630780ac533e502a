package dev.raincheck.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.raincheck.core.StoreException;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(Quiet.class)
class DatabaseTest extends StoreFixture {
  @Inject Vertx vertx;

  @ConfigProperty(name = "quarkus.datasource.reactive.url")
  String url;

  @ConfigProperty(name = "quarkus.datasource.username")
  String user;

  @ConfigProperty(name = "quarkus.datasource.password")
  String password;

  /** Fails the first times, as a transaction does that cannot be serialized. */
  private static final String IN_THE_WAY =
      """
      create function in_the_way(times int) returns void language plpgsql as $$
        begin
          if nextval('tries') <= times then
            raise serialization_failure;
          end if;
        end
      $$
      """;

  private static final class ShortTimes implements StoreConfig {
    @Override
    public Duration timeout() {
      return Duration.ofMillis(100);
    }

    @Override
    public boolean notifications() {
      return true;
    }

    @Override
    public int maxBatch() {
      return 1;
    }

    @Override
    public int maxInFlight() {
      return 1;
    }

    @Override
    public Duration linger() {
      return Duration.ZERO;
    }
  }

  private final class OneConnection implements PgPoolCreator.Input {
    private final PoolOptions pool = new PoolOptions().setMaxSize(1);
    private final PgConnectOptions connection =
        PgConnectOptions.fromUri(url.replaceFirst("^vertx-reactive:", ""))
            .setUser(user)
            .setPassword(password);

    @Override
    public Vertx vertx() {
      return vertx;
    }

    @Override
    public PoolOptions poolOptions() {
      return pool;
    }

    @Override
    public List<PgConnectOptions> pgConnectOptionsList() {
      return List.of(connection);
    }
  }

  private final StoreConfig config = new ShortTimes();

  @Test
  void aStatementThatWasGivenUpIsNotSentAnyMore() {
    UUID node = ids.next();
    Pool one = Pool.newInstance(new Connections(config).create(new OneConnection()));
    Database database = new Database(one, config);
    try {
      SqlConnection taken = get(one.getConnection());
      assertThrows(
          StoreException.class, () -> get(database.run(LeaseSql.REGISTER, Tuple.of(node, "late"))));
      get(taken.close());
      // Whoever waits longer for the connection has it before this.
      get(one.query("select 1").execute());
      assertEquals(0, count("node", node));
    } finally {
      get(one.close());
    }
  }

  /** A statement that came at the moment at which a silent connection is closed would fail. */
  @Test
  void aConnectionLeavesThePoolBeforeItIsClosedForItsSilence() {
    OneConnection input = new OneConnection();
    Pool one = Pool.newInstance(new Connections(config).create(input));
    try {
      assertEquals(TimeUnit.MILLISECONDS, input.pool.getIdleTimeoutUnit());
      assertEquals(TimeUnit.MILLISECONDS, input.connection.getIdleTimeoutUnit());
      int leaves = input.pool.getIdleTimeout() + input.pool.getPoolCleanerPeriod();
      assertTrue(input.pool.getIdleTimeout() > 0);
      assertTrue(leaves < input.connection.getIdleTimeout(), "after " + leaves + " ms");
    } finally {
      get(one.close());
    }
  }

  /** The driver's own limit is 2048 characters; what is longer would be planned each time. */
  @Test
  void aLongStatementStaysPrepared() {
    OneConnection input = new OneConnection();
    input.connection.setCachePreparedStatements(true);
    Pool one = Pool.newInstance(new Connections(config).create(input));
    Database database = new Database(one, config);
    try {
      String sql = "select 1" + " ".repeat(3_000);
      get(database.run(sql, Tuple.tuple()));
      var prepared =
          get(
              database.run(
                  "select count(*) as n from pg_prepared_statements where length(statement) > 3000",
                  Tuple.tuple()));
      assertEquals(1, prepared.iterator().next().getLong("n"));
    } finally {
      get(one.close());
    }
  }

  /** The transaction in the way may take a while to end; nothing was done until then. */
  @Test
  void whatOthersAreInTheWayOfIsTriedAgainForAWhile() {
    get(pool.query("create sequence tries").execute());
    get(pool.query(IN_THE_WAY).execute());
    try {
      get(database.run("select in_the_way(8)", Tuple.tuple()));
      var tries = get(pool.query("select last_value from tries").execute());
      assertEquals(9, tries.iterator().next().getLong(0));
    } finally {
      get(pool.query("drop function in_the_way").execute());
      get(pool.query("drop sequence tries").execute());
    }
  }
}
