package dev.raincheck.store;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes the pool so that nothing in it can be stuck for ever. The server gives up a statement when
 * its caller does, so that none takes effect much later. A connection on which nothing moves any
 * more is closed: if the network has dropped it in silence, the operating system would keep it for
 * a quarter of an hour. Who waits for a connection is forgotten after as long. Every statement
 * stays prepared, however long: the service has a fixed number of them, and those which are used
 * most are longer than what the driver would keep.
 */
@Singleton
class Connections implements PgPoolCreator {
  private static final int STATEMENTS_OF_SILENCE = 2;
  private static final int CLEANER_MILLIS = 1_000;

  private final StoreConfig config;

  Connections(StoreConfig config) {
    this.config = config;
  }

  @Override
  public Pool create(Input input) {
    Duration timeout = config.timeout();
    int silence = Math.toIntExact(timeout.multipliedBy(STATEMENTS_OF_SILENCE).toMillis());
    bound(input.poolOptions(), Math.toIntExact(timeout.toMillis()), silence);
    input
        .pgConnectOptionsList()
        .forEach(
            options ->
                options
                    .addProperty("statement_timeout", String.valueOf(timeout.toMillis()))
                    .setIdleTimeout(silence)
                    .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                    .setPreparedStatementCacheSqlFilter(sql -> true));
    return PgBuilder.pool()
        .with(input.poolOptions())
        .connectingTo(List.<SqlConnectOptions>copyOf(input.pgConnectOptionsList()))
        .using(input.vertx())
        .build();
  }

  /**
   * What is not used leaves the pool well before it would be closed for its silence: otherwise a
   * statement could be given a connection at the very moment at which that is closed, and fail.
   */
  static void bound(PoolOptions options, int unused, int silence) {
    options
        .setConnectionTimeout(silence)
        .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
        .setIdleTimeout(unused)
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
        .setPoolCleanerPeriod(Math.max(1, Math.min(CLEANER_MILLIS, unused / 4)));
  }
}
