package dev.raincheck.store;

import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Makes the pool so that nothing in it can be stuck for ever. The server gives up a statement when
 * its caller does, so that none takes effect much later. A connection on which nothing moves any
 * more is closed: if the network has dropped it in silence, the operating system would keep it for
 * a quarter of an hour. Who waits for a connection is forgotten after as long.
 */
@Singleton
class Connections implements PgPoolCreator {
  private static final int STATEMENTS_OF_SILENCE = 2;

  private final StoreConfig config;

  Connections(StoreConfig config) {
    this.config = config;
  }

  @Override
  public Pool create(Input input) {
    Duration timeout = config.timeout();
    int silence = Math.toIntExact(timeout.multipliedBy(STATEMENTS_OF_SILENCE).toMillis());
    input
        .poolOptions()
        .setConnectionTimeout(silence)
        .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS);
    input
        .pgConnectOptionsList()
        .forEach(
            options ->
                options
                    .addProperty("statement_timeout", String.valueOf(timeout.toMillis()))
                    .setIdleTimeout(silence)
                    .setIdleTimeoutUnit(TimeUnit.MILLISECONDS));
    return PgBuilder.pool()
        .with(input.poolOptions())
        .connectingTo(List.<SqlConnectOptions>copyOf(input.pgConnectOptionsList()))
        .using(input.vertx())
        .build();
  }
}
