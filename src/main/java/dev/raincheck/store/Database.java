package dev.raincheck.store;

import dev.raincheck.core.StoreException;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs statements: each prepared, bounded in time, and committed by itself. */
@ApplicationScoped
class Database {
  /** Deadlock and serialization failure: nothing was done, and the same again may succeed. */
  private static final String ROLLED_BACK_CLASS = "40";

  private static final String BAD_DATA_CLASS = "22";
  private static final String CONSTRAINT_CLASS = "23";

  private static final Duration FIRST_PAUSE = Duration.ofMillis(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);
  private static final int MAX_PAUSES = 10;

  private final Pool pool;
  private final StoreConfig config;

  Database(Pool pool, StoreConfig config) {
    this.pool = pool;
    this.config = config;
  }

  /** Runs a statement; fails with {@link StoreException} only. */
  Uni<RowSet<Row>> run(String sql, Tuple parameters) {
    return Uni.createFrom()
        .deferred(() -> execute(sql, parameters))
        .onFailure(Database::isRolledBack)
        .recoverWithUni(() -> again(sql, parameters))
        .ifNoItem()
        .after(config.timeout())
        .fail()
        .onFailure()
        .transform(Database::explained);
  }

  /** At once, then with longer and longer pauses: who is in the way may have to end first. */
  private Uni<RowSet<Row>> again(String sql, Tuple parameters) {
    return Uni.createFrom()
        .deferred(() -> execute(sql, parameters))
        .onFailure(Database::isRolledBack)
        .retry()
        .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
        .atMost(MAX_PAUSES);
  }

  /**
   * The pool does not know that somebody gave up who waits for a connection: what is late is not
   * sent, for its caller was told that it failed.
   */
  private Uni<RowSet<Row>> execute(String sql, Tuple parameters) {
    AtomicBoolean givenUp = new AtomicBoolean();
    return pool.withConnection(
            connection ->
                givenUp.get()
                    ? Uni.createFrom().failure(new CancellationException(sql))
                    : connection.preparedQuery(sql).execute(parameters))
        .onCancellation()
        .invoke(() -> givenUp.set(true));
  }

  private static boolean isRolledBack(Throwable failure) {
    return sqlState(failure).startsWith(ROLLED_BACK_CLASS);
  }

  private static String sqlState(Throwable failure) {
    return failure instanceof PgException refused && refused.getSqlState() != null
        ? refused.getSqlState()
        : "";
  }

  /** Whether a statement failed because the database was silent. */
  static boolean isTimeout(Throwable failure) {
    return failure.getCause() instanceof TimeoutException;
  }

  private static Throwable explained(Throwable failure) {
    if (failure instanceof TimeoutException) {
      return new StoreException("The database did not answer in time", failure, false);
    }
    String state = sqlState(failure);
    boolean refusal = state.startsWith(BAD_DATA_CLASS) || state.startsWith(CONSTRAINT_CLASS);
    return refusal
        ? new StoreException("The database refused the values", failure, true)
        : new StoreException("The database failed or could not be reached", failure, false);
  }
}
