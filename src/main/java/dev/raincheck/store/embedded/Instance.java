package dev.raincheck.store.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A running server together with the hold on its data directory. Not safe for use by several
 * threads at once.
 */
final class Instance implements AutoCloseable {
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
    boolean started = false;
    try {
      Binaries binaries = Binaries.in(plan.binariesDir());
      Command command = new Command(binaries, Platform.isRoot(directory.lockFile()));
      Server server = new Server(directory, command);
      new Cluster(directory, command).prepare(endpoint.password(), !plan.ephemeral());
      server.stopLeftover();
      server.start(endpoint.port(), !plan.ephemeral(), plan.startTimeout());
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

  private static void release(DataDirectory directory, boolean ephemeral) {
    try (directory) {
      if (ephemeral) {
        Trees.delete(directory.root());
      }
    } catch (IOException e) {
      org.jboss.logging.Logger.getLogger(Instance.class)
          .warnf(e, "Could not clean up %s", directory.root());
    }
  }
}
