package dev.raincheck.store;

import dev.raincheck.contract.ProblemType;
import dev.raincheck.core.LeaseStore;
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

  PgLeaseStore(Database database, EmbeddedPostgres embedded) {
    this.database = database;
    this.embedded = embedded;
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
        .map(rows -> Rows.all(rows, Rows::transition));
  }

  @Override
  public boolean isExclusive() {
    return embedded.isEmbedded();
  }

  @Override
  public Uni<List<Transition>> releaseStrays(
      UUID node, Collection<UUID> running, Duration settled) {
    return database
        .run(
            LeaseSql.RELEASE_STRAYS,
            Tuple.of(node).addValue(running.toArray(UUID[]::new)).addValue(settled.toMillis()))
        .map(rows -> Rows.all(rows, Rows::transition));
  }

  @Override
  public Uni<List<Transition>> resign(UUID node) {
    return database
        .run(LeaseSql.RESIGN, Tuple.of(node))
        .map(rows -> Rows.all(rows, Rows::transition));
  }
}
