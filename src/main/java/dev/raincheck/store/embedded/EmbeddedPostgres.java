package dev.raincheck.store.embedded;

import dev.raincheck.startup.RefusedStart;
import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The PostgreSQL server of a service that was given no database. It is up before startup observers
 * of a priority above {@link #STARTUP_PRIORITY} run, and down after all shutdown observers of one
 * below {@link #SHUTDOWN_PRIORITY} have run; with a database configured it does nothing. Safe for
 * use by several threads.
 */
@ApplicationScoped
public class EmbeddedPostgres {
  /** Where in the start-up the server is started. */
  public static final int STARTUP_PRIORITY = 1;

  /** Where in the shutdown the server is stopped: after everything that uses it. */
  public static final int SHUTDOWN_PRIORITY = Integer.MAX_VALUE;

  private static final Logger LOG = Logger.getLogger(EmbeddedPostgres.class);

  private final Config config;
  private final EmbeddedConfig settings;
  private @Nullable Instance instance;

  EmbeddedPostgres(Config config, EmbeddedConfig settings) {
    this.config = config;
    this.settings = settings;
  }

  /** Whether the service has no database but its own. */
  public boolean isEmbedded() {
    String source = config.getConfigValue(DatabaseUrls.JDBC_URL).getSourceName();
    return DatabaseUrls.EMBEDDED.equals(source);
  }

  /**
   * Starts the server, if there is to be one and it is not running, and waits until it accepts
   * connections. Blocks for up to the start timeout.
   *
   * @throws RuntimeException if it cannot be started; the message says which setting to change
   */
  public synchronized void startIfNeeded() {
    if (instance != null || !isEmbedded()) {
      return;
    }
    if (ImageMode.current().isNativeImage()) {
      throw RefusedStart.because(
          "A native executable brings no embedded PostgreSQL: set quarkus.datasource.jdbc.url");
    }
    Endpoint endpoint = Endpoint.ofThisRun(name -> config.getValue(name, String.class));
    Instance started = Instance.start(plan(), endpoint);
    instance = started;
    LOG.infof("Embedded PostgreSQL on %s keeps its data in %s", endpoint, started.dataDir());
  }

  void onStart(@Observes @Priority(STARTUP_PRIORITY) StartupEvent event) {
    try {
      startIfNeeded();
    } catch (EmbeddedFailure e) {
      LOG.error(e.getMessage());
      throw e;
    }
  }

  void onStop(@Observes @Priority(SHUTDOWN_PRIORITY) ShutdownEvent event) {
    stop();
  }

  /** Stops it; also after a start that failed later on, of which no shutdown event tells. */
  @PreDestroy
  synchronized void stop() {
    Instance stopping = instance;
    instance = null;
    if (stopping == null) {
      return;
    }
    try (stopping) {
      LOG.debugf("Stopping the embedded PostgreSQL in %s", stopping.dataDir());
    } catch (IOException | EmbeddedFailure e) {
      LOG.warn("The embedded PostgreSQL was not stopped; the next start will see to it", e);
    }
  }

  private Instance.Plan plan() {
    Path binaries = DataDirectory.locate(settings.binariesDir());
    return new Instance.Plan(
        settings.ephemeral() ? ephemeral(binaries) : DataDirectory.locate(settings.dataDir()),
        binaries,
        settings.ephemeral(),
        settings.startTimeout());
  }

  private static Path ephemeral(Path binaries) {
    EphemeralDirectories directories =
        new EphemeralDirectories(Path.of(System.getProperty("java.io.tmpdir")));
    Path fresh = directories.create();
    directories.sweep(fresh, binaries);
    return fresh;
  }
}
