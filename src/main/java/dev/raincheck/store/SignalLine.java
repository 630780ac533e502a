package dev.raincheck.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The connection on which this replica hears the others and speaks to them: one of the pool's, kept
 * for good. A notification is a transaction of its own, after those that it tells of: inside them
 * it would take the lock that puts all notifying transactions of a database in line.
 */
@ApplicationScoped
class SignalLine {
  private static final Logger LOG = Logger.getLogger(SignalLine.class);

  private static final String CHANNEL = "raincheck";

  /** Nothing is lost with a notification, so none waits for the disk. */
  private static final String OPEN = "set synchronous_commit = off; listen " + CHANNEL;

  private static final String TELL =
      "select pg_notify('" + CHANNEL + "', said) from unnest($1::text[]) as t(said)";

  private static final String PING = "select 1";

  /** Says nothing but that somebody is there. */
  private static final String[] GREETING = {""};

  private final Pool pool;
  private final StoreConfig config;
  private final Peers peers;
  private final AtomicReference<@Nullable SqlConnection> open = new AtomicReference<>();

  SignalLine(Pool pool, StoreConfig config, Peers peers) {
    this.pool = pool;
    this.config = config;
    this.peers = peers;
  }

  /**
   * Opens the line where it is not open, and closes it where nobody answers any more.
   *
   * @param heard takes what other replicas said, on an event loop
   */
  Uni<Void> keepOpen(Consumer<String> heard) {
    SqlConnection line = open.get();
    return line == null ? open(heard) : ping(line);
  }

  private Uni<Void> open(Consumer<String> heard) {
    return pool.getConnection()
        .flatMap(
            line ->
                line.query(OPEN)
                    .execute()
                    .invoke(() -> listen(line, heard))
                    .onFailure()
                    .call(line::close))
        .chain(this::greet)
        .ifNoItem()
        .after(config.timeout())
        .fail()
        .replaceWithVoid();
  }

  private void listen(SqlConnection line, Consumer<String> heard) {
    PgConnection connection = PgConnection.cast(line.getDelegate());
    int self = connection.processId();
    connection.notificationHandler(
        notification -> {
          if (notification.getProcessId() != self) {
            heard.accept(notification.getPayload());
          }
        });
    connection.exceptionHandler(failure -> LOG.debug("On the line to the others", failure));
    connection.closeHandler(
        closed -> {
          if (open.compareAndSet(line, null)) {
            LOG.info("The line to the other replicas is cut; they are heard by polling meanwhile");
          }
        });
    open.set(line);
    peers.heard();
  }

  private Uni<Void> ping(SqlConnection line) {
    return line.query(PING)
        .execute()
        .ifNoItem()
        .after(config.timeout())
        .fail()
        .onFailure()
        .invoke(() -> open.compareAndSet(line, null))
        .replaceWithVoid();
  }

  /** Hears and says nothing any more. */
  Uni<Void> close() {
    SqlConnection line = open.getAndSet(null);
    return line == null ? Uni.createFrom().voidItem() : line.close();
  }

  /** Tells all other replicas that this one is there; does nothing while the line is not open. */
  Uni<Void> greet() {
    return say(GREETING);
  }

  /** Says something to all other replicas; does nothing while the line is not open. */
  Uni<Void> say(String[] payloads) {
    SqlConnection line = open.get();
    return line == null
        ? Uni.createFrom().voidItem()
        : line.preparedQuery(TELL)
            .execute(Tuple.tuple().addValue(payloads))
            .ifNoItem()
            .after(config.timeout())
            .fail()
            .replaceWithVoid();
  }
}
