package dev.raincheck.store;

import dev.raincheck.contract.ProblemType;
import dev.raincheck.core.LeaseStore;
import dev.raincheck.core.Ticker;
import dev.raincheck.core.Transition;
import dev.raincheck.store.embedded.EmbeddedPostgres;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** The leases in PostgreSQL, by its clock. */
@ApplicationScoped
class PgLeaseStore implements LeaseStore {
  private final Database database;
  private final EmbeddedPostgres embedded;

  /** Up to which claims it was seen that none has gone astray. */
  private final Horizon claims;

  private volatile boolean alone;

  PgLeaseStore(Database database, EmbeddedPostgres embedded, Ticker ticker) {
    this.database = database;
    this.embedded = embedded;
    this.claims = new Horizon(ticker);
  }

  @Override
  public Uni<Void> register(UUID node, String name) {
    return database.run(LeaseSql.REGISTER, Tuple.of(node, name)).replaceWithVoid();
  }

  @Override
  public Uni<Boolean> renew(UUID node) {
    return database.run(LeaseSql.RENEW, Tuple.of(node)).map(rows -> rows.rowCount() == 1);
  }

  @Override
  public Uni<List<Transition>> reap(Duration silence) {
    return database
        .run(LeaseSql.REAP, Tuple.of(silence.toMillis(), ProblemType.CRASHED.title()))
        .map(rows -> Rows.transitions(rows));
  }

  @Override
  public Uni<Integer> replicas() {
    return database
        .run(LeaseSql.COUNT, Tuple.tuple())
        .map(rows -> rows.iterator().next().getInteger("replicas"))
        .invoke(count -> alone = count <= 1);
  }

  /** Whether there was no other replica when they were last counted. */
  boolean isAlone() {
    return alone;
  }

  @Override
  public boolean isExclusive() {
    return embedded.isEmbedded();
  }

  @Override
  public Uni<List<Transition>> releaseStrays(
      UUID node, Collection<UUID> running, Duration settled) {
    return Uni.createFrom()
        .deferred(
            () -> {
              Horizon.Look look = claims.look();
              Tuple parameters =
                  Tuple.of(node)
                      .addValue(running.toArray(UUID[]::new))
                      .addValue(settled.toMillis())
                      .addValue(look.since());
              return database
                  .run(LeaseSql.RELEASE_STRAYS, parameters)
                  .invoke(rows -> claims.seen(look, Rows.asOf(rows)))
                  .map(Rows::transitions);
            });
  }

  @Override
  public Uni<List<Transition>> resign(UUID node) {
    return database.run(LeaseSql.RESIGN, Tuple.of(node)).map(rows -> Rows.transitions(rows));
  }
}
