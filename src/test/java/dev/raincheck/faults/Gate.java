package dev.raincheck.faults;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.awaitility.Awaitility;

/**
 * Holds the statements that claim calls, inside the database and before their commit, from {@link
 * #shut} until {@link #open}: whoever sent one has no answer yet. Of one thread.
 */
final class Gate implements AutoCloseable {
  private static final String WHERE = "pg_advisory_xact_lock";
  private static final int KEY = 4711;

  private final PostgresServer database;
  private final Connection keeper;

  private Gate(PostgresServer database, Connection keeper) {
    this.database = database;
    this.keeper = keeper;
  }

  /** Shuts it. */
  static Gate shut(PostgresServer database) throws SQLException {
    database.execute(
        """
        create or replace function public.pass() returns trigger language plpgsql as $$
        begin
          perform %s_shared(%d);
          return new;
        end $$
        """
            .formatted(WHERE, KEY));
    database.execute(
        """
        create or replace trigger pass before insert or update on raincheck.pending
        for each row when (new.state = 'RUNNING') execute function public.pass()
        """);
    Connection keeper = database.connect();
    keeper.setAutoCommit(false);
    try (Statement statement = keeper.createStatement()) {
      statement.execute("select %s(%d)".formatted(WHERE, KEY));
    }
    return new Gate(database, keeper);
  }

  /** Waits until so many statements are held. */
  void awaitHeld(int count) {
    Awaitility.await(count + " statements are held")
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(20))
        .until(
            () ->
                database.number(
                        "select count(*) from pg_locks where locktype = 'advisory' and not granted")
                    == count);
  }

  /** Lets them commit, and all that come later pass. */
  void open() throws SQLException {
    keeper.rollback();
  }

  @Override
  public void close() throws SQLException {
    keeper.close();
    database.execute("drop trigger if exists pass on raincheck.pending");
  }
}
