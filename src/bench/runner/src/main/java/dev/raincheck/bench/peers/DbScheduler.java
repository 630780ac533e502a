package dev.raincheck.bench.peers;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;

/** db-scheduler, set for high throughput on PostgreSQL as its README says. */
final class DbScheduler implements Peer {
  static final String NAME = "db-scheduler";

  private static final int THREADS = 50;
  private static final double LEAST_SHARE_IN_HAND = 1.0;
  private static final double MOST_SHARE_IN_HAND = 4.0;

  /** Immediate execution does not wait for it. */
  private static final Duration POLLING_INTERVAL = Duration.ofSeconds(1);

  /** As in its postgresql_tables.sql. */
  private static final String TABLE =
      """
      create table if not exists scheduled_tasks (
        task_name text not null,
        task_instance text not null,
        task_data bytea,
        execution_time timestamp with time zone not null,
        picked boolean not null,
        picked_by text,
        last_success timestamp with time zone,
        last_failure timestamp with time zone,
        consecutive_failures int,
        last_heartbeat timestamp with time zone,
        version bigint not null,
        priority smallint,
        primary key (task_name, task_instance)
      );
      create index if not exists execution_time_idx on scheduled_tasks (execution_time);
      create index if not exists last_heartbeat_idx on scheduled_tasks (last_heartbeat);
      create index if not exists priority_execution_time_idx
        on scheduled_tasks (priority desc, execution_time asc);
      """;

  private final OneTimeTask<String> task;
  private final SchedulerClient client;
  private final Scheduler scheduler;
  private volatile boolean started;

  DbScheduler(Store store) throws SQLException {
    store.execute(TABLE);
    task =
        Tasks.oneTime("noop", String.class)
            .execute((instance, context) -> record(store, instance.getId()));
    client = SchedulerClient.Builder.create(store.pool(), task).build();
    scheduler =
        Scheduler.create(store.pool(), task)
            .threads(THREADS)
            .pollUsingLockAndFetch(LEAST_SHARE_IN_HAND, MOST_SHARE_IN_HAND)
            .pollingInterval(POLLING_INTERVAL)
            .enableImmediateExecution()
            .build();
  }

  private static void record(Store store, String id) {
    try {
      store.record(id);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  static String version() {
    try (InputStream stored =
        Scheduler.class.getResourceAsStream(
            "/META-INF/maven/com.github.kagkarlsson/db-scheduler/pom.properties")) {
      Properties properties = new Properties();
      properties.load(stored);
      return properties.getProperty("version");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void start() {
    scheduler.start();
    started = true;
  }

  @Override
  public void submit(String id, String input) {
    SchedulerClient to = started ? scheduler : client;
    to.scheduleIfNotExists(task.instance(id, input), Instant.now());
  }

  @Override
  public void close() {
    scheduler.stop();
  }
}
