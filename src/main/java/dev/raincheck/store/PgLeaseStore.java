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
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/** The leases in PostgreSQL, by its clock. */
@ApplicationScoped
class PgLeaseStore implements LeaseStore {
  private static final Logger LOG = Logger.getLogger(PgLeaseStore.class);

  private final Database database;
  private final EmbeddedPostgres embedded;

  /** Up to which claims it was seen that none has gone astray. */
  private final Horizon<OffsetDateTime> claims;

  private final SignalLine line;
  private final Peers peers;

  PgLeaseStore(
      Database database, EmbeddedPostgres embedded, Ticker ticker, SignalLine line, Peers peers) {
    this.database = database;
    this.embedded = embedded;
    this.line = line;
    this.peers = peers;
    this.claims = new Horizon<>(ticker);
  }

  @Override
  public Uni<Void> register(UUID node, String name) {
    return database
        .run(LeaseSql.REGISTER, Tuple.of(node, name))
        .invoke(this::greet)
        .replaceWithVoid();
  }

  /** Without waiting for it: whoever does not hear of this replica now counts it soon. */
  private void greet() {
    line.greet()
        .subscribe()
        .with(
            said -> {},
            failure -> LOG.debugf("The others were not greeted: %s", failure.getMessage()));
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
    return Uni.createFrom()
        .deferred(
            () -> {
              long heard = peers.beforeCounting();
              return database
                  .run(LeaseSql.COUNT, Tuple.tuple())
                  .map(rows -> rows.iterator().next().getInteger("replicas"))
                  .invoke(count -> peers.counted(count, heard));
            });
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
              Horizon.Look<OffsetDateTime> look = claims.look();
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
