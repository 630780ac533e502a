package dev.raincheck.bench.peers;

import java.time.Duration;
import java.util.UUID;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.configuration.JobRunrConfiguration.JobRunrConfigurationResult;
import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.JobActivator;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.sql.common.SqlStorageProviderFactory;

/** JobRunr, with the shortest interval it allows on SQL. */
final class JobRunrPeer implements Peer {
  static final String NAME = "JobRunr";

  private static final int WORKERS = 64;
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(5);

  private final StorageProvider storage;
  private final JobRequestScheduler scheduler;
  private final BackgroundJobServer server;

  JobRunrPeer(Store store) {
    storage = SqlStorageProviderFactory.using(store.pool());
    JobRunrConfigurationResult runner =
        JobRunr.configure()
            .useStorageProvider(storage)
            .useJobActivator(new Activator(store))
            .useBackgroundJobServer(
                BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                    .andWorkerCount(WORKERS)
                    .andPollInterval(POLL_INTERVAL),
                false)
            .initialize();
    scheduler = runner.getJobRequestScheduler();
    server = runner.getBackgroundJobServer();
  }

  static String version() {
    return JobRunr.class.getPackage().getImplementationVersion();
  }

  @Override
  public void start() {
    server.start();
  }

  @Override
  public void submit(String id, String input) {
    scheduler.enqueue(UUID.fromString(id), new Call(id, input));
  }

  @Override
  public void close() {
    JobRunr.destroy();
  }

  /** What is stored. */
  record Call(String id, String input) implements JobRequest {

    @Override
    public Class<Handler> getJobRequestHandler() {
      return Handler.class;
    }
  }

  /** Does nothing, and records the result; JobRunr calls it by reflection. */
  public record Handler(Store store) implements JobRequestHandler<Call> {

    @Override
    public void run(Call call) throws Exception {
      store.record(call.id());
    }
  }

  private record Activator(Store store) implements JobActivator {

    @Override
    public <T> T activateJob(Class<T> type) {
      return type.cast(new Handler(store));
    }
  }
}
